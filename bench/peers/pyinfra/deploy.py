"""What fams-ops does up to the start of the services, in pyinfra and by its built-in operations only."""

from io import StringIO

from pyinfra import host, inventory
from pyinfra.operations import files, server

home = host.data.home
kafka = f"{home}/kafka_2.10-0.8.2.1"
members = [one.name for one in inventory]
ensemble = ",".join(f"{name}:2181" for name in members)

ZOOKEEPER = "".join(
    [
        "tickTime=2000\ninitLimit=5\nsyncLimit=2\n",
        f"dataDir={home}/zk_data\nclientPort=2181\n",
        *[f"server.{number}={name}:2888:3888\n" for number, name in enumerate(members, 1)],
    ]
)
SERVER = "".join(
    [
        f"broker.id={host.data.node}\nport=9092\n",
        f"host.name={host.name}\nadvertised.host.name={host.name}\n",
        f"log.dirs={home}/kafka-logs\nzookeeper.connect={ensemble}\n",
    ]
)
PRODUCER = "metadata.broker.list=" + ",".join(f"{name}:9092" for name in members) + "\nrequest.required.acks=-1\n"
CONSUMER = f"zookeeper.connect={ensemble}\ngroup.id=console\n"

for name in ("zk_data", "kafka-logs", "log", "conf"):
    files.directory(name=f"directory {name}", path=f"{home}/{name}", mode="755")
files.put(name="copy the archive", src=host.data.archive, dest=f"{home}/kafka.tgz", mode="644")
server.shell(name="unpack it", commands=[f"[ -d {kafka}/libs ] || tar -xzf {home}/kafka.tgz -C {home}"])
for path, text in (
    ("zk_data/myid", f"{host.data.node}\n"),
    ("conf/zookeeper.properties", ZOOKEEPER),
    ("conf/server.properties", SERVER),
    ("conf/producer.properties", PRODUCER),
    ("conf/consumer.properties", CONSUMER),
):
    files.put(name=path, src=StringIO(text), dest=f"{home}/{path}", mode="644")
