import groovy.io.FileType
import java.lang.management.ManagementFactory
import javax.lang.model.SourceVersion
import org.apache.maven.archetype.exception.ArchetypeGenerationFailure

// Maven checks names only of those whom it asks; this refuses in batch mode too what would not compile.

String refusal(request, File project) {
    String artifactId = request.artifactId
    String name = request.properties['optimizerName']
    String className = request.properties['className']
    if (!(artifactId ==~ /[a-z][a-z0-9]*(-[a-z0-9]+)*/)) {
        return "artifactId '$artifactId' is not allowed: lower case letters, digits and single hyphens, a letter first"
    }
    if (!(name ==~ /[a-z][a-z0-9]*(-[a-z0-9]+)*/)) {
        return "optimizerName '$name' is not allowed: lower case letters, digits and single hyphens, a letter first"
    }
    if (!(className ==~ /[A-Z][A-Za-z0-9]*/)) {
        return "className '$className' is not allowed: letters and digits, an upper case letter first"
    }
    if (!SourceVersion.isName(request.package)) {
        return "package '$request.package' is not allowed: Java identifiers with dots between them, no keywords;" +
            ' name another one with -Dpackage='
    }
    Set<String> imported = imported(project)
    String taken = classNames(className).find { imported.contains(it) || inJavaLang(it) }
    return taken == null ? null : "className '$className', made from optimizerName '$name' unless it is given," +
        " is not allowed: the sources use another class named $taken; name another one with -DclassName="
}

List<String> classNames(String className) {
    ['', 'Factory', 'Options', 'ContractTest'].collect { className + it }
}

/** Simple names of the classes that the sources import. */
Set<String> imported(File project) {
    Set<String> names = []
    new File(project, 'src').eachFileRecurse(FileType.FILES) {
        it.getText('UTF-8').eachMatch(/(?m)^import .*\.(\w+);/) { match -> names << match[1] }
    }
    return names
}

boolean inJavaLang(String className) {
    try {
        Class.forName("java.lang.$className")
        return true
    } catch (ClassNotFoundException none) {
        return false
    }
}

/** What has been there before this build, in a folder that was not empty, stays. */
void remove(File project) {
    long start = ManagementFactory.runtimeMXBean.startTime
    List<File> files = []
    project.eachFileRecurse(FileType.FILES) { files << it }
    List<File> older = files.findAll { it.lastModified() < start }
    (files - older).each { it.delete() }
    if (older.isEmpty()) {
        project.deleteDir()
    }
}

File project = new File(request.outputDirectory, request.artifactId)
String refused = refusal(request, project)
if (refused != null) {
    remove(project)
    throw new ArchetypeGenerationFailure(refused)
}
