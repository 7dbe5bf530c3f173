import java.util.concurrent.TimeUnit

def log = new File(basedir, 'build.log').text
assert !log.contains('Cluster stopped') : 'integration-test alone never reaches the stop goal'
def pid = (log =~ /Cluster ready \(process (\d+)/)[0][1] as long
ProcessHandle.of(pid).ifPresent { it.onExit().get(30, TimeUnit.SECONDS) }
return true
