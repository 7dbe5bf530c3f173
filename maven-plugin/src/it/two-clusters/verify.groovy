def log = new File(basedir, 'build.log').text
assert log.count('Cluster ready (process') == 2
assert log.count('Cluster stopped (process') == 2
assert new File(basedir, 'target/kafka-trial/here/server.log').text.contains('mine (2 partitions')
assert new File(basedir, 'target/kafka-trial/there/server.log').text.contains('none declared')
return true
