def log = new File(basedir, 'build.log').text
def versions = (log =~ /Apache Maven (\d\S+) \(/).collect { it[1] }
assert versions.size() == 4 && versions.toSet().size() == 4 : 'each build ran on a Maven of its own'
assert versions.any { it.startsWith('3.8.') } && versions.any { it.startsWith('3.9.') } && versions.any { it.startsWith('4.') }
assert log.count('Cluster ready (process') == 4
assert log.count('Cluster stopped (process') == 4
// Maven 3.9 and later tell what a plugin should not do any more
assert !(log =~ /(?m)^\[WARNING\].*io\.kafkatrial:kafka-trial-maven-plugin/)
return true
