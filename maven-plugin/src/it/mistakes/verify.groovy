import java.util.concurrent.TimeUnit

def log = new File(basedir, 'build.log').text
assert log.contains('<borkers> in the configuration of kafka-trial-maven-plugin is no parameter of any goal of it; perhaps <brokers> is meant')
assert log.contains("engine 'embeded' is not known; perhaps 'embedded' is meant")
assert log.count('The cluster was not started: its process ended with exit code') == 2
assert log.contains('brokers') && log.contains('1 to 9') : 'the reason the server gave is in the message'
def ready = (log =~ /Cluster ready \(process (\d+)/).collect { it[1] as long }
assert ready.size() == 1 : 'the first of two clusters did start'
assert log =~ /Cluster stopped \(process ${ready[0]}\), as another one did not start/
ready.each { pid -> ProcessHandle.of(pid).ifPresent { it.onExit().get(30, TimeUnit.SECONDS) } }
['prepare-agent', 'report', 'run', 'start', 'stop', 'verify'].each { assert log.contains("kafka-trial:${it}") }
return true
