def log = new File(basedir, 'build.log').text
assert log.count('Cluster ready (process') == 2 : 'both builds start a cluster'
assert log.count('Cluster stopped (process') == 2 : 'both builds stop it, the failing one too'
(log =~ /Cluster ready \(process (\d+)/).each { assert ProcessHandle.of(it[1] as long).isEmpty() : 'no cluster outlives its build' }
return true
