def log = new File(basedir, 'build.log').text
['skipITs', 'skipTests', 'maven.test.skip', 'trial.skip'].each { flag ->
    assert log.contains("No cluster: ${flag} is set")
}
assert !log.contains('Cluster ready')
return true
