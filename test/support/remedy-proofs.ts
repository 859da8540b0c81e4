// Which fault tries which remedy that the checks print; and of the rest, why no fault of the bed does.
const LOOK = 'only says where to look';
const SICK = 'needs hardware that is slow or sick';
const BRIEF = 'what it is about passes by itself within seconds, or is an error in fams-ops';
const INVENTORY = 'another inventory and a provision, as in provision.test.ts; what is right there only a person knows';
const SPARK =
  'the streaming side does not run on the bed of the remedies; streaming-bad-days and streaming-kills try what it says of itself';
const PLACE = 'the surroundings of the hosts (firewall, names, login, limits of the user), which only a person can change';
const UNSEEN = 'what another user runs or owns there cannot be seen; on the bed there is nobody else';

export interface Proof {
  /** Name of a fault in REMEDIES or BAD_DAYS. */
  readonly tried?: string;
  readonly because?: string;
}

const tried = (name: string): Proof => ({ tried: name });
const because = (reason: string, ...texts: readonly string[]): Readonly<Record<string, Proof>> =>
  Object.fromEntries(texts.map((text) => [text, { because: reason }]));

export const REMEDY_PROOFS: Readonly<Record<string, Proof>> = {
  'See "fams-ops logs … --limit …"; "fams-ops restart … --limit …" starts it anew.': tried('a broker runs and is not registered'),
  'See how it ended: "fams-ops logs kafka --limit …". Start it with "fams-ops start kafka --limit …" and give it time to read its logs.':
    tried('a service and its supervisor were killed'),
  'Look again in ten seconds; if it stays so, see "fams-ops logs kafka" and restart the brokers: "fams-ops restart kafka…".': tried(
    'the controller is a broker that is not there',
  ),
  'Bring broker … back: "fams-ops start kafka", "fams-ops logs kafka". It catches up by itself.': tried('replicas are missing in the ISR'),
  'Bring back one of its brokers …: "fams-ops start kafka", "fams-ops logs kafka".': tried('a partition has no leader'),
  'Find the broker that runs with id … at … and stop it; then "fams-ops restart kafka --limit …".': tried(
    'a broker is registered at another address',
  ),
  'See "fams-ops status" and "fams-ops logs kafka"; "fams-ops restart kafka" starts them anew.': tried('no broker is registered'),
  'Where fams-ops made the cluster, "fams-ops provision" makes it. To another cluster it adds nothing; the console round trip can use a topic of yours: "fams-ops verify --topic NAME".':
    tried('there is nothing to send through'),
  'Run "bin/kafka-topics.sh --zookeeper HOST:2181 --alter --topic … --config …=…", or declare it in the inventory.':
    tried('one broker alone may acknowledge'),
  'See "fams-ops plan"; "fams-ops provision" puts it right.': tried('a topic is missing'),
  'Start the consumers of …, or look again in a minute while they share the partitions anew; ….': tried(
    'a group that nobody is in any more',
  ),
  'Wait until it is gone, then "fams-ops provision".': tried('probe topic gone and not to be made: its deletion waits for a broker'),
  'Wait; it needs every broker with a replica ("fams-ops status") and delete.topic.enable=true, which fams-ops sets.': tried(
    'work left undone for a broker that is away',
  ),
  'Start the members that are off: "fams-ops start zookeeper"; see "fams-ops logs zookeeper".': tried('there is no quorum'),
  'Start the members: "fams-ops start zookeeper".': tried('no member takes a write'),
  'Run "fams-ops …": it puts … … there again.': tried('a jar was removed'),
  'See the difference with "fams-ops …"; "fams-ops …" puts it right.': tried('a file was changed by hand'),
  'Restart it safely: "fams-ops …", or "fams-ops restart … --limit …".': tried('a process runs with other files'),
  'Free some space, lower log.retention.* under kafka.config, or move the data to a larger disk.': tried('disk nearly full'),
  'See whether … is mounted and holds the right data; "fams-ops plan" says what would be done.': tried('the record of the data is gone'),
  'Try it on …: "nc -vz … …". Let firewalls between the hosts pass these ports, and see that … listens on …: "ss -lnt" there.':
    tried('two hosts cannot hear each other'),
  'If that is the … of this cluster, made by hand, leave it: it serves, and fams-ops does not look after it. If not, see with … whose it is, or give … another port under ports: in the inventory.':
    tried('a port is taken by a stranger'),
  'Start it: "fams-ops start …".': tried('a service is off'),
  '…, put that right, then "fams-ops start …".': tried('a supervisor gave up'),
  '…, put right what it says; "fams-ops start …" starts it without a pause.': tried('a supervisor waits before the next start'),
  '… for the reason (…); "fams-ops restart …" begins the count anew.': tried('a service fell over more than once'),
  'Thaw it on …: "kill -CONT …".': tried('a process is frozen'),
  'Put it under its supervisor: "fams-ops restart …".': tried('a supervisor was killed'),
  'Let … synchronise its clock, by chrony or systemd-timesyncd: see "timedatectl" there.': tried('clock 90 s ahead'),
  'Try "ssh -p … …@…"; see whether the machine is up and its key is the known one.': tried('ssh refused, services run on'),
  'See whether … is up and whether you can log in to it with ssh.': tried('host powered off'),
  'Put ZooKeeper right first: see the checks zookeeper.* and "fams-ops logs zookeeper".': tried('two ZooKeepers of three gone'),
  'See fams-ops.json in its data directory on …. Where it names …, write that into the file myid beside it and into the line server.N of … in zookeeper.properties, then "fams-ops restart zookeeper --limit …"; where it does not, give the host back its own disk.':
    tried('a member has another id'),
  'It should move back by itself within 300 s (auto.leader.rebalance.enable); at once: "bin/kafka-preferred-replica-election.sh --zookeeper HOST:2181".':
    tried('another replica leads than the preferred'),
  'Write it into the inventory as it was; "fams-ops plan" says how data are really moved.': tried('the inventory names other directories'),
  'See why on …: "dmesg | tail", "grep \' … \' /proc/mounts". Linux mounts a file system read-only when its disk fails. Once that is mended: "mount -o remount,rw …", as root.':
    tried('a file system is mounted read-only'),
  'Move them out of …, then run "fams-ops …".': tried('a file of somebody else is in the software'),
  'Move … away, then run "fams-ops …".': tried('the software is not of fams-ops'),
  'Stop it: "fams-ops stop … --limit …"; or give the host the role back.': tried('a service runs whose role was taken away'),
  ...because(
    LOOK,
    'See the file myid in the data directory on …, then "fams-ops plan".',
    'Put that right first: see zookeeper.quorum.',
    'Put right what keeps the tool from running there; the other checks of kafka.* say whether clients are served.',
    'See kafka.registered.',
    'See kafka.registered for what runs there.',
    'See kafka.leader and kafka.metadata.',
    'See kafka.leader and kafka.isr, and "fams-ops logs kafka"; run the two console tools by hand on these nodes.',
    'See host.ssh; kafka.leader and kafka.isr say what ZooKeeper knows of it.',
    'See whether any broker answers: kafka.metadata, "fams-ops logs kafka".',
    'See whether bin/kafka-console-producer.sh runs on the hosts: "fams-ops logs kafka".',
    'See "fams-ops logs zookeeper --limit …" and zookeeper.quorum.',
    'See "fams-ops logs zookeeper" of the followers; a member that was away catches up by itself.',
    'Put right what keeps the tool from running there; the other checks of kafka.* say whether clients are served.',
    'See "ls -l …" on ….',
    'See "df …" on ….',
    'See "ls -l /proc/…/exe" on ….',
    'See "ls -l /proc/…/environ" on ….',
    'See /proc/…/limits on ….',
    'Look for … in it.',
  ),
  ...because(
    SICK,
    'See kafka.isr, host.memory and what the disks do ("iostat -x 1 5"): acks=-1 waits for the slowest replica in sync.',
    'See what disk and memory do on …: "vmstat 1 5", host.memory; once put right, begin anew with "echo srst | nc HOST 2181".',
    'See what its disk does: "iostat -x 1 5" on …; give dataDir a disk of its own.',
    'See what the disks of the members do: "iostat -x 1 5" on each of them.',
    'See what uses it: "ps -eo rss,args --sort=-rss | head" on …; lower "heap:" in the inventory, or give the host more memory.',
    'See "fams-ops logs zookeeper --limit …" and zookeeper.quorum; "fams-ops restart zookeeper --limit …".',
  ),
  ...because(
    BRIEF,
    'Look again in ten seconds; if it stays so, "fams-ops restart kafka --limit …".',
    'Wait; see how far with "bin/kafka-reassign-partitions.sh --verify" and the file that it was begun with. It waits for brokers that are away.',
    'Wait a moment; if it stays, see kafka.controller.',
    'Look again in a few seconds: an election may be going on. …',
    'See kafka.leader; "fams-ops start kafka".',
    'See kafka.metadata for broker … and "fams-ops logs kafka"; restart it with "fams-ops restart kafka --limit HOST".',
    'Look again in a minute. If it stays so: "fams-ops logs kafka", host.service for restarts, zookeeper.latency for lost sessions.',
    'Look again in ten seconds; if it stays so, compare the server.N lines of zookeeper.properties: "fams-ops plan".',
    'Have the election at a time of your own: restart the leader with "fams-ops restart zookeeper --limit HOST".',
    'Look again in a minute; see "fams-ops logs … --limit …".',
    'Run it again when the link is quiet.',
    'Report it: this is an error in fams-ops.',
    'See "fams-ops logs … --limit …" (…); once the cause is gone, "fams-ops restart … --limit …".',
    'Restart it: "fams-ops restart … --limit …".',
  ),
  ...because(
    INVENTORY,
    'Add the line "…" to zookeeper.properties on … and restart that member.',
    'Write it into the inventory as it was; "fams-ops plan" says how data are really moved.',
    'Set its min.insync.replicas to … under topics: in the inventory, then "fams-ops provision"; or give it more replicas.',
    'Raise retention.ms or retention.bytes of … in the inventory, and let the consumers catch up.',
    'Start the consumers of …; ….',
    'See whether it falls: run this again in a minute. If not, start more consumers of …, up to ….',
    'Add it to the inventory, or stop it: it takes part in this cluster.',
    'Give it … replicas: name them for each partition in a JSON file and run "bin/kafka-reassign-partitions.sh --zookeeper HOST:2181 --reassignment-json-file FILE --execute"….',
    'See "fams-ops plan"; "fams-ops provision" writes it.',
    'Change that under kafka.config in the inventory, then "fams-ops provision"; what would change says "fams-ops plan".',
    'Set …: … for … under topics: in the inventory, then "fams-ops provision".',
    'Partitions cannot be taken away: correct the inventory.',
    'Set autopurge.purgeInterval: 1 under zookeeper.config and run "fams-ops provision"; by hand: "java -cp \'libs/*\' org.apache.zookeeper.server.PurgeTxnLog … -n 10" on ….',
    'See whether its zookeeper.properties lists all members: "fams-ops plan"; then "fams-ops provision".',
    'They are not one ensemble. …',
    'Run "fams-ops plan", then "fams-ops provision": it gives all of them the same software.',
    'Move … away, then run "fams-ops …".',
    'Put the right data back into …, or correct the ids in the inventory; nothing was changed.',
    'Set "java.home" of … in the inventory to another one, then "fams-ops provision".',
    'Run "fams-ops …".',
  ),
  ...because(
    PLACE,
    'See whether the SSH server of its host lets connections be forwarded (AllowTcpForwarding), and run it again.',
    'Let this machine synchronise its clock: see "timedatectl" here. The cluster is not concerned.',
    'Let all of them, and this machine, synchronise their clocks, by chrony or systemd-timesyncd: see "timedatectl".',
    'See why on …: "dmesg | tail", "grep \' … \' /proc/mounts". Linux mounts a file system read-only when its disk fails. Once that is mended: "mount -o remount,rw …", as root.',
    'Move them out of …, then run "fams-ops …".',
    'Try "nc -vz HOST PORT" from here. Open the way for the clients, or set "address:" of these hosts in the inventory (it becomes advertised.host.name) to one that hosts and clients reach, and "fams-ops provision"; if no client is meant to be here: --skip kafka.advertised.',
    'Correct /etc/hosts on … or the name server, or use addresses in the inventory; see "getent ahosts NAME" there.',
    'Raise "ulimit -n" for the user on …, then "fams-ops restart … --limit …".',
    'See whether /bin/sh works on this machine.',
    'Log in to … and see whether /bin/sh and coreutils work there.',
    'See whether the SSH server of … lets connections be forwarded (AllowTcpForwarding).',
  ),
  ...because(UNSEEN, 'See "ss -lntp" on …, as the user ….'),
  ...because(
    SPARK,
    'Put the master right first: see spark.master.',
    'See "fams-ops logs calculator --limit …".',
    'If the delay grows from look to look, give it more cores (streaming.calculator.cores) or a longer interval; see spark.executors.',
    'Look again in a minute: one of them must end.',
    '… If it stays so, see the checks kafka.* and spark.*.',
    'See "fams-ops status" and "fams-ops logs calculator --limit …".',
    'See whether the leaders of its topic answer: kafka.leader.',
    'Look again: where it grows, raise streaming.calculator.maxRatePerPartition, and the cores where batches get longer than their interval.',
    'See calculator.counts; it says so once it has counted its first batch.',
    'Put calculator.counts right; the topic must keep its records until then (retention.ms).',
    'See "fams-ops logs …".',
    'Run "fams-ops launch".',
    '… Start it: "fams-ops start …".',
    'See "fams-ops logs producer --limit …" and the checks kafka.*.',
    '… Restart it to begin the count anew: "fams-ops restart producer".',
    'Restart it: "fams-ops restart calculator --limit …"; it goes on from its snapshot.',
    'See whether that host can be logged in to.',
    'End the application that holds the cores, or raise spark.workerCores and spark.workerMemory; then "fams-ops launch".',
    'Start the workers: "fams-ops start spark-worker".',
    'Lower streaming.calculator.cores, raise spark.workerCores, or add a worker; then "fams-ops launch".',
    'Let the workers offer … cores (spark.workerCores, or another worker), or lower streaming.calculator.cores; then "fams-ops launch".',
    'Start it: "fams-ops start spark-master --limit …".',
    'Restart all but one: "fams-ops restart spark-master --limit HOST".',
    'Wait a minute; if none rules then, see "fams-ops logs spark-master --limit …".',
    'See spark.workers and spark.cores: start the worker that is missing, or end the application that holds the rest.',
    'Run "fams-ops launch", then "fams-ops restart … --limit …" if it says that nothing is to be changed.',
    'Give it to some, then "fams-ops launch".',
    'Give that host the role spark-worker in the inventory, or end the worker there.',
  ),
};
