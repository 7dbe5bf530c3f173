def log = new File(basedir, 'build.log').text
def builds = log.split('Scanning for projects').drop(1)
assert builds.size() == 4
assert builds[0] =~ /(?m)^\[INFO\] Fault crash: broker \d .*killed after ack 100/
assert builds[0] =~ /(?m)^\[INFO\] Fault lost answer: /
assert builds[0].contains('AT_LEAST_ONCE held in on-trial, default')
assert builds[1].contains('EXACTLY_ONCE is broken in on-trial, default')
assert builds[1].indexOf('Cluster stopped') < builds[1].indexOf('What the clients did is not what is claimed') : 'verify fails, not stop'
assert builds[1].contains('(' + new File(basedir, 'target/kafka-trial/default/report.html'))
assert builds[2].contains('Fault crash never bit: never fired')
assert builds[2].contains('What the clients did is not what is claimed: execution default: fault crash never bit')
assert builds[3].contains('has faults or guarantees, and nothing would fail the build') && !builds[3].contains('Cluster ready')
assert new File(basedir, 'target/kafka-trial/default/history.jsonl').length() > 10_000
assert new File(basedir, 'target/kafka-trial/index.jsonl').text.contains('"outcome":"FAIL"')
return true
