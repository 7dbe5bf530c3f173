import java.nio.file.FileSystems
import java.nio.file.Files

def log = new File(basedir, 'build.log').text
assert log.contains('ok          few-orders, guarded  embedded')
assert log.contains('5 runs of 1 scenarios on embedded')
// two halves in the unit test, one in the integration test, one by the goal
assert log.contains('4 verdicts: 4 passed, 0 failed, 0 vacuous; ')

// every file that a workflow keeps, shows or reads is there
def page = new File(basedir, '../../../../docs/ci.md').text
def kept = (page =~ /target\/[A-Za-z0-9_.*\/-]+/).collect { it.replaceAll(/\/?\*\*$|\/$/, '') }.toSet()
assert kept.size() > 8
def root = basedir.toPath()
kept.findAll { !it.contains('CLASS') && it != 'target' }.each { pattern ->
    def matcher = FileSystems.default.getPathMatcher('glob:' + pattern)
    def found = Files.walk(root).withCloseable { files -> files.anyMatch { matcher.matches(root.relativize(it)) } }
    def isOfAFailure = pattern.endsWith('/runs')
    assert found || isOfAFailure : "docs/ci.md names ${pattern}, which the build has not left"
}
return true
