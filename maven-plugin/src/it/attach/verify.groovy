def log = new File(basedir, 'build.log').text
def there = new File(basedir, 'target/attached').text
assert log.contains("trial.bootstrap.servers=${there}") : 'the integration tests had the cluster of the build'
assert new File(basedir, 'target/own').text != there : 'the unit test had one of its own'
def index = new File(basedir, 'target/kafka-trial/index.jsonl').text
assert index.count('"PASS"') == 3 : 'what a test attached leaves is what it leaves otherwise'
assert new File(basedir, 'target/kafka-trial/sample.OrdersTest/everyOrderSurvives/report.html').text.contains('killed after ack 30')
assert !log.contains('token=')
return true
