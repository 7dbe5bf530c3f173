def log = new File(basedir, 'build.log').text
assert log.contains("The tests get these by argLine, because the POM's configuration of maven-failsafe-plugin names a systemPropertiesFile")
assert new File(basedir, 'mine.properties').text.trim() == 'colour=blue' : "what is the user's stays as it is"
return true
