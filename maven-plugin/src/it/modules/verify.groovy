def log = new File(basedir, 'build.log').text
assert log.count('Cluster ready (process') == log.count('Cluster stopped (process')
def pids = (log =~ /Cluster ready \(process (\d+)/).collect { it[1] as long }
assert pids.size() >= 3 && pids.toSet().size() == pids.size()
pids.each { assert ProcessHandle.of(it).isEmpty() }
assert log.contains('2 verdicts: 2 passed, 0 failed, 0 vacuous; ')
def page = new File(basedir, 'target/kafka-trial-report/index.html').text
assert page.contains('../../one/target/kafka-trial/T/report.html')
assert page.contains('../../two/target/kafka-trial/T/report.html')
assert new File(basedir, 'target/kafka-trial-report/summary.md').text.contains('2 held')
return true
