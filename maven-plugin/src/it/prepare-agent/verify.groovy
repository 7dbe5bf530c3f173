def log = new File(basedir, 'build.log').text
assert log =~ /argLine set to "?-javaagent:.*kafka-trial-core.*=byteman=.*byteman.* -Dfrom.the.build=yes/ : 'the agent stands before what the build has'
assert log.contains('No agent: trial.skip is set')
assert log.contains('-javaagent:PATH/kafka-trial-core.jar') : 'without the agent it is said how to install it'
assert new File(basedir, 'target/passed-surefire').exists()
assert new File(basedir, 'target/passed-failsafe').exists()
return true
