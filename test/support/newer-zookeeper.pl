# newer-zookeeper.pl ADDRESS PORT: a member of ZooKeeper 3.9 as one finds it unconfigured: of the four-letter words it answers srvr only.
use strict;
use IO::Socket::INET;

my ($address, $port) = @ARGV;
my $listener = IO::Socket::INET->new(LocalAddr => $address, LocalPort => $port, Listen => 10, ReuseAddr => 1) or die "$address:$port: $!";
$SIG{PIPE} = 'IGNORE';
while (my $peer = $listener->accept) {
  next unless sysread($peer, my $word, 4);
  print $peer $word eq 'srvr'
    ? "Zookeeper version: 3.9.2-e454e8c7283100c7caec6dcae2bc82aaecb63023, built on 2024-02-12 20:59 UTC\nZxid: 0x100000002\nMode: follower\n"
    : "$word is not executed because it is not in the whitelist.\n";
  close $peer;
}
