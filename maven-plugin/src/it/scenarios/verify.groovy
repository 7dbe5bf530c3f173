def log = new File(basedir, 'build.log').text
assert log.contains('ok          leader-crash, guarded  embedded')
assert log.contains("scenario 'leader-crush' is not known. Perhaps 'leader-crash' is meant")
assert log.contains('No scenarios: skipTests is set')
assert new File(basedir, 'target/kafka-trial/scenarios/TEST-kafka-trial-scenarios.xml').text.contains('failures="0"')
return true
