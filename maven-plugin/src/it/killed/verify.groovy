import java.util.concurrent.TimeUnit

def log = new File(basedir, 'build.log').text
assert new File(basedir, 'target/killed').exists() : 'Maven was killed by its own test'
assert !log.contains('BUILD') && !log.contains('Cluster stopped') : 'nothing ended in good order'
def pid = (log =~ /Cluster ready \(process (\d+)/)[0][1] as long
ProcessHandle.of(pid).ifPresent { it.onExit().get(30, TimeUnit.SECONDS) }
return true
