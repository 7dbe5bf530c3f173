def log = new File(basedir, 'build.log').text
assert log.contains('The cluster was not started: its process ended with exit code')
assert log.contains('brokers') && log.contains('1 to 9') : 'the reason the server gave is in the message'
return true
