package org.escapement.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.escapement.host.plugin.PluginReport.Status;
import org.escapement.lab.files.Sha256;
import org.escapement.spi.error.ErrorCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A faulty plugin file ends as one line, and the good one beside it loads")
class PluginFaultsTest {
  private static final String CLASS = "acme.Bad";
  private static final String SOUND_SOURCE = PluginZip.optimizer(CLASS, "bad");
  private static final String FACTORY_ENTRY = "classes/acme/Bad.class";

  @TempDir private Path folder;
  @TempDir private Path cache;

  @BeforeEach
  void putGoodPlugins() {
    // one loads before any other name, one after
    PluginZip.sound("first", "1.0.0", "first").write(folder.resolve("a.zip"));
    PluginZip.sound("last", "1.0.0", "last").write(folder.resolve("z.zip"));
  }

  private PluginCatalog load() {
    return load(UnpackLimit.DEFAULT);
  }

  private PluginCatalog load(UnpackLimit limit) {
    return new PluginLoading(cache, limit, "0.1.0", CallLimits.ofSeconds(60)).load(List.of(folder));
  }

  private static String faultOf(PluginCatalog catalog, String file) {
    assertThat(catalog.optimizer("first").origin().id()).isEqualTo("first");
    assertThat(catalog.optimizer("last").origin().id()).isEqualTo("last");
    assertThat(report(catalog, "a.zip").status()).isEqualTo(Status.OK);
    assertThat(report(catalog, "z.zip").status()).isEqualTo(Status.OK);
    PluginReport report = report(catalog, file);
    assertThat(report.status()).isEqualTo(Status.FAULT);
    assertThat(report.fault().orElseThrow()).doesNotContain("\n");
    return report.fault().orElseThrow();
  }

  @Test
  void everyFaultHasItsCode() throws IOException {
    Files.writeString(folder.resolve("b.zip"), "hello");
    PluginZip.empty().source(SOUND_SOURCE).index(CLASS).write(folder.resolve("c.zip"));
    PluginZip.of("d", "1.0.0").write(folder.resolve("d.zip"));
    PluginZip.of("e", "1.0.0")
        .source(PluginZip.optimizer(CLASS, "e").replace("(0, inf)", "0..1"))
        .index(CLASS)
        .write(folder.resolve("e.zip"));
    PluginZip.sound("f", "1.0.0", "twice").write(folder.resolve("f.zip"));
    PluginZip.sound("g", "1.0.0", "twice").write(folder.resolve("g.zip"));
    PluginCatalog catalog = load();
    assertThat(code(catalog, "b.zip")).isEqualTo(ErrorCode.PLUGIN_FILE);
    assertThat(code(catalog, "c.zip")).isEqualTo(ErrorCode.PLUGIN_DESCRIPTOR);
    assertThat(code(catalog, "d.zip")).isEqualTo(ErrorCode.PLUGIN_CONTRACT);
    assertThat(code(catalog, "e.zip")).isEqualTo(ErrorCode.OPTION_DECLARATION);
    assertThat(code(catalog, "f.zip")).isEqualTo(ErrorCode.COMPONENT_DUPLICATE);
  }

  private static ErrorCode code(PluginCatalog catalog, String file) {
    PluginReport report = report(catalog, file);
    assertThat(report.faults()).hasSize(1);
    return report.faults().get(0).code();
  }

  private static PluginReport report(PluginCatalog catalog, String file) {
    List<PluginReport> reports =
        catalog.reports().stream()
            .filter(report -> report.file().getFileName().toString().equals(file))
            .toList();
    assertThat(reports).as("reports of " + file).hasSize(1);
    return reports.get(0);
  }

  private String faultOf(PluginZip zip) {
    zip.write(folder.resolve("bad.zip"));
    PluginCatalog catalog = load();
    assertThat(report(catalog, "bad.zip").provides()).isEmpty();
    return faultOf(catalog, "bad.zip");
  }

  private static PluginZip withSource(String... sources) {
    return PluginZip.of("bad", "1.0.0").source(sources).index(CLASS);
  }

  private static PluginZip withDescriptor(String descriptor) {
    return PluginZip.empty()
        .text("plugin.properties", descriptor)
        .source(SOUND_SOURCE)
        .index(CLASS);
  }

  @Test
  void soundPluginsHaveNoFault() {
    withSource(SOUND_SOURCE).write(folder.resolve("bad.zip"));
    assertThat(load().reports())
        .allSatisfy(report -> assertThat(report.fault()).isEmpty())
        .hasSize(3);
  }

  // ---- the file

  @Test
  void notZip() throws IOException {
    Files.writeString(folder.resolve("bad.zip"), "hello");
    assertThat(faultOf(load(), "bad.zip")).startsWith("is not a zip, or a damaged one: ");
  }

  @Test
  void emptyFile() throws IOException {
    Files.createFile(folder.resolve("bad.zip"));
    assertThat(faultOf(load(), "bad.zip")).startsWith("is not a zip, or a damaged one: ");
  }

  @Test
  void truncatedZip() throws IOException {
    Path zip = withSource(SOUND_SOURCE).write(folder.resolve("bad.zip"));
    byte[] whole = Files.readAllBytes(zip);
    Files.write(zip, Arrays.copyOf(whole, whole.length / 2));
    assertThat(faultOf(load(), "bad.zip")).startsWith("is not a zip, or a damaged one: ");
  }

  @Test
  void flippedBitInContent() throws IOException {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    Path zip = withSource(SOUND_SOURCE).bytes("noise", noise).write(folder.resolve("bad.zip"));
    byte[] content = Files.readAllBytes(zip);
    content[content.length / 2] ^= 1;
    Files.write(zip, content);
    assertThat(faultOf(load(), "bad.zip")).startsWith("is not a zip, or a damaged one: ");
    assertThat(Files.list(cache)).as("two good plugins and no rest").hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "classes/../../evil", "/tmp/evil", "..", "classes/../.."})
  void entryOutside(String entry) throws IOException {
    assertThat(faultOf(withSource(SOUND_SOURCE).text(entry, "evil")))
        .isEqualTo("has an entry '" + entry + "', which points outside of it");
    assertThat(cache.resolveSibling("evil")).doesNotExist();
    assertThat(cache.resolve("evil")).doesNotExist();
  }

  @Test
  void tooLarge() throws IOException {
    withSource(SOUND_SOURCE).bytes("zeros", new byte[1 << 20]).write(folder.resolve("bad.zip"));
    assertThat(faultOf(load(new UnpackLimit(1 << 20, 100)), "bad.zip"))
        .isEqualTo("unpacks to more than the 1048576 bytes that are allowed");
    assertThat(Files.list(cache)).as("two good plugins and no rest").hasSize(2);
  }

  @Test
  void tooManyEntries() {
    PluginZip zip = withSource(SOUND_SOURCE);
    for (int i = 0; i < 20; i++) {
      zip.text("entry" + i, "");
    }
    zip.write(folder.resolve("bad.zip"));
    assertThat(faultOf(load(new UnpackLimit(1 << 20, 20)), "bad.zip"))
        .isEqualTo("has 25 entries, at most 20 are allowed");
  }

  @Test
  void fileAlsoUsedAsFolder() {
    assertThat(faultOf(withSource(SOUND_SOURCE).text("x", "").text("x/y", "")))
        .startsWith("cannot be unpacked into ");
  }

  @Test
  void anotherKindOfFile() throws IOException {
    Files.writeString(folder.resolve("bad.jar"), "");
    assertThat(faultOf(load(), "bad.jar"))
        .isEqualTo("is not a plugin: its name does not end in .zip");
  }

  @Test
  void unpackedPlugin() throws IOException {
    Path unpacked = Files.createDirectory(folder.resolve("bad"));
    Files.writeString(unpacked.resolve("plugin.properties"), "plugin.id=bad");
    assertThat(faultOf(load(), "bad")).isEqualTo("is an unpacked plugin: put the zip itself here");
  }

  @Test
  void hiddenFilesAreLeftAlone() throws IOException {
    Files.writeString(folder.resolve(".hidden"), "");
    assertThat(load().reports()).hasSize(2);
  }

  @Test
  void anotherFolder() throws IOException {
    Files.createDirectory(folder.resolve("bad"));
    assertThat(faultOf(load(), "bad")).isEqualTo("is a folder: only zips of plugins belong here");
  }

  @Test
  void linkToNothing() throws IOException {
    Files.createSymbolicLink(folder.resolve("bad.zip"), Path.of("nowhere"));
    assertThat(faultOf(load(), "bad.zip")).startsWith("cannot be read: NoSuchFileException: ");
  }

  @Test
  void pipe() throws Exception {
    Path pipe = folder.resolve("bad.zip");
    int code = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    assumeTrue(code == 0, "a system with named pipes");
    assertThat(faultOf(load(), "bad.zip")).isEqualTo("is not a regular file");
  }

  @Test
  void zipThatIsTooLargeItself() throws IOException {
    Files.write(folder.resolve("bad.zip"), new byte[1 << 16]);
    assertThat(faultOf(load(new UnpackLimit(1 << 15, 100)), "bad.zip"))
        .isEqualTo("has 65536 bytes, at most 32768 are allowed");
    assertThat(report(load(new UnpackLimit(1 << 15, 100)), "bad.zip").sha256()).isEmpty();
  }

  /** The header promises a few bytes, the content is a million. */
  @Test
  void sizeThatLies() throws IOException {
    Path zip =
        withSource(SOUND_SOURCE).bytes("zeros", new byte[1 << 20]).write(folder.resolve("bad.zip"));
    ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(zip)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i + 3 < content.limit(); i++) {
      if (content.getInt(i) == 1 << 20) {
        content.putInt(i, 7);
      }
    }
    Files.write(zip, content.array());
    assertThat(faultOf(load(new UnpackLimit(1 << 17, 100)), "bad.zip"))
        .matches(
            "unpacks to more than the 131072 bytes that are allowed"
                + "|is not a zip, or a damaged one: .*");
    assertThat(Files.list(cache)).as("two good plugins and no rest").hasSize(2);
  }

  /** Unix mode 0120777 in a central header, as Info-ZIP writes links. */
  @Test
  void symbolicLinkInside() throws IOException {
    Path zip = withSource(SOUND_SOURCE).text("link", "/etc").write(folder.resolve("bad.zip"));
    ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(zip)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i + 50 < content.limit(); i++) {
      if (content.getInt(i) == 0x02014b50
          && content.getShort(i + 28) == 4
          && content.getInt(i + 46) == 0x6b6e696c) {
        content.put(i + 5, (byte) 3);
        content.putInt(i + 38, 0120777 << 16);
      }
    }
    Files.write(zip, content.array());
    load();
    Path link = cache.resolve(Sha256.of(zip)).resolve("link");
    assertThat(link).isRegularFile().hasContent("/etc");
    assertThat(Files.isSymbolicLink(link)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../evil.jar", "%2e%2e/%2e%2e/evil.jar", "file:/evil.jar", "http://a/b"})
  void jarThatReachesOutside(String place) throws IOException {
    assertThat(faultOf(withSource(SOUND_SOURCE).bytes("lib/own.jar", jar("./ok.jar " + place))))
        .isEqualTo(
            "lib/own.jar puts '" + place + "' on the class path, which lies outside of the plugin");
  }

  private static byte[] jar(String classPath) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new JarOutputStream(bytes, manifest).close();
    return bytes.toByteArray();
  }

  @Test
  void damagedJar() {
    assertThat(faultOf(withSource(SOUND_SOURCE).text("lib/own.jar", "no jar")))
        .startsWith("lib/own.jar is not a jar, or a damaged one: ");
  }

  @Test
  void cacheThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolveSibling("no-folder"), "");
    PluginCatalog catalog = new PluginLoading(file).load(List.of(folder));
    assertThat(catalog.reports())
        .hasSize(2)
        .allSatisfy(
            report ->
                assertThat(report.fault().orElseThrow())
                    .startsWith("cannot be unpacked into " + file)
                    .endsWith("set ESCAPEMENT_CACHE to a folder that can be written"));
    Files.delete(file);
  }

  // ---- the descriptor

  @Test
  void noDescriptor() {
    assertThat(faultOf(PluginZip.empty().source(SOUND_SOURCE).index(CLASS)))
        .isEqualTo("has no plugin.properties at its root");
  }

  @Test
  void emptyZip() {
    assertThat(faultOf(PluginZip.empty().text("readme", "")))
        .isEqualTo("has no plugin.properties at its root");
  }

  @Test
  void unreadableDescriptor() {
    assertThat(faultOf(withDescriptor("plugin.id=\\u00zz")))
        .startsWith("plugin.properties cannot be read: IllegalArgumentException");
  }

  @Test
  void noId() {
    assertThat(faultOf(withDescriptor("plugin.version=1.0.0")))
        .isEqualTo("plugin.properties lacks plugin.id");
  }

  @Test
  void placeholderAsId() {
    assertThat(faultOf(withDescriptor(PluginZip.descriptor("${project.artifactId}", "1.0.0"))))
        .startsWith("plugin.id '${project.artifactId}' must consist of letters");
  }

  @Test
  void noVersion() {
    assertThat(faultOf(withDescriptor("plugin.id=bad")))
        .isEqualTo("plugin.properties lacks plugin.version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${project.version}", "1.0", "1", "latest", "1.0.0.0", "01.0.0"})
  void malformedVersion(String version) {
    assertThat(faultOf(withDescriptor(PluginZip.descriptor("bad", version))))
        .isEqualTo("plugin.version '" + version + "' is not a semantic version such as 1.0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {">=1.0.0-SNAPSHOT", "${plugin.requires}", ">=", "new"})
  void malformedRequires(String requires) {
    assertThat(
            faultOf(
                withDescriptor(
                    PluginZip.descriptor("bad", "1.0.0") + "plugin.requires=" + requires)))
        .startsWith("plugin.requires: '" + requires + "' is not an expression of versions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.2.0", ">=1.0.0", "<0.1.0", "~0.2", "0.2.0 "})
  void anotherSpi(String requires) {
    assertThat(
            faultOf(
                withDescriptor(
                    PluginZip.descriptor("bad", "1.0.0") + "plugin.requires=" + requires)))
        .isEqualTo("requires SPI version '" + requires.strip() + "', this host has 0.1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "0.1.0", "0.0.9", ">=0.1.0 & <0.2.0", "~0.1"})
  void thisSpi(String requires) {
    withDescriptor(PluginZip.descriptor("bad", "1.0.0") + "plugin.requires=" + requires)
        .write(folder.resolve("bad.zip"));
    assertThat(report(load(), "bad.zip").fault()).isEmpty();
  }

  @Test
  void pluginClass() {
    assertThat(
            faultOf(
                withDescriptor(PluginZip.descriptor("bad", "1.0.0") + "plugin.class=acme.Start")))
        .startsWith("declares plugin.class 'acme.Start'");
  }

  @Test
  void sameIdTwice() {
    PluginZip.sound("twin", "1.0.0", "one").write(folder.resolve("b.zip"));
    PluginZip.sound("twin", "2.0.0", "two").write(folder.resolve("c.zip"));
    PluginCatalog catalog = load();
    assertThat(faultOf(catalog, "b.zip"))
        .startsWith("has the plugin id 'twin' of ")
        .endsWith("c.zip; keep one of them");
    assertThat(faultOf(catalog, "c.zip"))
        .startsWith("has the plugin id 'twin' of ")
        .endsWith("b.zip; keep one of them");
    assertThat(catalog.optimizers())
        .extracting(PluginComponent::name)
        .containsExactly("first", "last");
  }

  // ---- dependencies

  private static PluginZip needing(String id, String dependencies) {
    return PluginZip.sound(id, "1.0.0", id)
        .text(
            "plugin.properties",
            PluginZip.descriptor(id, "1.0.0") + "plugin.dependencies=" + dependencies);
  }

  @Test
  void missingDependency() {
    assertThat(faultOf(needing("bad", "absent")))
        .isEqualTo("needs plugin 'absent', which is not there or has a fault");
  }

  @Test
  void faultyDependency() throws IOException {
    needing("middle", "absent").write(folder.resolve("middle.zip"));
    assertThat(faultOf(needing("bad", "middle")))
        .isEqualTo("needs plugin 'middle', which is not there or has a fault");
  }

  @Test
  void dependencyInAnotherVersion() {
    assertThat(faultOf(needing("bad", "last@>=2.0.0")))
        .isEqualTo("needs plugin 'last' in version >=2.0.0, found 1.0.0");
  }

  @Test
  void malformedDependency() {
    assertThat(faultOf(needing("bad", "last@>=1.0.0-SNAPSHOT")))
        .startsWith("plugin.dependencies: '>=1.0.0-SNAPSHOT' is not an expression of versions");
  }

  @Test
  void cyclicDependency() {
    needing("bad", "worse").write(folder.resolve("bad.zip"));
    needing("worse", "bad").write(folder.resolve("worse.zip"));
    PluginCatalog catalog = load();
    assertThat(faultOf(catalog, "bad.zip")).contains("cycle");
    assertThat(faultOf(catalog, "worse.zip")).contains("cycle");
  }

  @ParameterizedTest
  @CsvSource({"last, absent?", "last@>=1.0.0, first", "middle?, last"})
  void metDependencies(String one, String other) {
    needing("middle", "absent").write(folder.resolve("middle.zip"));
    needing("bad", one + "," + other).write(folder.resolve("bad.zip"));
    assertThat(report(load(), "bad.zip").fault()).isEmpty();
  }

  // ---- the index and the extension classes

  @Test
  void noIndex() {
    assertThat(faultOf(PluginZip.of("bad", "1.0.0").source(SOUND_SOURCE)))
        .isEqualTo(
            "offers no optimizer and no model; was PF4J's annotation processor on when it was"
                + " compiled?");
  }

  @Test
  void emptyIndex() {
    assertThat(faultOf(PluginZip.of("bad", "1.0.0").source(SOUND_SOURCE).index("# nothing")))
        .startsWith("offers no optimizer and no model;");
  }

  @Test
  void onlyExtensionsOfOtherPoints() {
    assertThat(faultOf(withSource("package acme; public class Bad {}")))
        .startsWith("offers no optimizer and no model;");
  }

  @Test
  void indexOfDependencyIsNotTaken() {
    assertThat(faultOf(needing("bad", "last").without("classes/META-INF/extensions.idx")))
        .startsWith("offers no optimizer and no model;");
  }

  @Test
  void indexedClassMissing() {
    assertThat(faultOf(withSource(SOUND_SOURCE).without(FACTORY_ENTRY)))
        .isEqualTo("extension acme.Bad cannot be loaded: ClassNotFoundException: acme.Bad");
  }

  @Test
  void damagedClass() {
    assertThat(faultOf(withSource(SOUND_SOURCE).text(FACTORY_ENTRY, "no class")))
        .startsWith("extension acme.Bad cannot be loaded: ClassFormatError");
  }

  @Test
  void bytecodeOfTheFuture() {
    PluginZip zip = withSource(SOUND_SOURCE);
    zip.content(FACTORY_ENTRY)[7] = 120;
    assertThat(faultOf(zip))
        .startsWith("extension acme.Bad cannot be loaded: UnsupportedClassVersionError: acme/Bad");
  }

  @Test
  void libraryMissing() {
    String source =
        SOUND_SOURCE.replace("class Bad implements", "class Bad extends Base implements");
    assertThat(
            faultOf(
                withSource(source, "package acme; public class Base {}")
                    .without("classes/acme/Base.class")))
        .isEqualTo("extension acme.Bad cannot be loaded: NoClassDefFoundError: acme/Base");
  }

  @Test
  void libraryMissingInConstructor() {
    String source =
        SOUND_SOURCE.replace("public String name", "{ new Base(); } public String name");
    assertThat(
            faultOf(
                withSource(source, "package acme; public class Base {}")
                    .without("classes/acme/Base.class")))
        .isEqualTo("extension acme.Bad cannot be made: NoClassDefFoundError: acme/Base");
  }

  @Test
  void throwingConstructor() {
    assertThat(faultOf(withMember("{ if (true) throw new RuntimeException(\"two\\nlines\"); }")))
        .isEqualTo("extension acme.Bad cannot be made: RuntimeException: two lines");
  }

  @Test
  void throwingStaticInitializer() {
    assertThat(faultOf(withMember("static { if (true) throw new RuntimeException(\"no\"); }")))
        .isEqualTo("extension acme.Bad cannot be made: RuntimeException: no");
  }

  @Test
  void endlessRecursion() {
    assertThat(faultOf(withMember("{ new Bad(); }")))
        .isEqualTo("extension acme.Bad cannot be made: StackOverflowError");
  }

  @Test
  void exceptionWithoutUsableMessage() {
    assertThat(
            faultOf(
                withMember(
                    """
                    static class Nasty extends RuntimeException {
                      public String getMessage() { throw this; }
                    }
                    { if (true) throw new Nasty(); }
                    """)))
        .isEqualTo("extension acme.Bad cannot be made: Nasty");
  }

  @Test
  void abstractFactory() {
    assertThat(faultOf(withSource(SOUND_SOURCE.replace("class Bad", "abstract class Bad"))))
        .isEqualTo("extension acme.Bad is not a class with a constructor without parameters");
  }

  @Test
  void constructorWithParameters() {
    assertThat(faultOf(withMember("public Bad(int size) {}")))
        .isEqualTo("extension acme.Bad is not a class with a constructor without parameters");
  }

  private static PluginZip withMember(String member) {
    return withSource(SOUND_SOURCE.replace("public String name", member + " public String name"));
  }

  // ---- what factories say of themselves

  @ParameterizedTest
  @ValueSource(strings = {"Bad", "b_d", "1d", "-d", "", "b d", "bäd"})
  void badName(String name) {
    assertThat(faultOf(withSource(PluginZip.optimizer(CLASS, name))))
        .isEqualTo(
            "acme.Bad: name '"
                + name
                + "' must be lower case letters, digits and hyphens, starting with a letter");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          return "bad";         | return null;                           | acme.Bad: name() returned null
          return "bad";         | throw new RuntimeException("no");      | acme.Bad: name() failed: RuntimeException: no
          return "bad";         | throw new AbstractMethodError("no");   | acme.Bad: name() failed: AbstractMethodError: no
          return "a test";      | return null;                           | optimizer 'bad': description() returned null
          return "a test";      | throw new RuntimeException("no");      | optimizer 'bad': description() failed: RuntimeException: no
          return Options.class; | return null;                           | optimizer 'bad': options() returned null
          return Options.class; | throw new RuntimeException("no");      | optimizer 'bad': options() failed: RuntimeException: no
          return Options.class; | return (Class) String.class;           | optimizer 'bad': options() failed: IllegalArgumentException: java.lang.String is not a record
          """)
  void badAnswer(String sound, String replacement, String fault) {
    assertThat(SOUND_SOURCE).contains(sound);
    assertThat(faultOf(withSource(SOUND_SOURCE.replace(sound, replacement)))).isEqualTo(fault);
  }

  @Test
  void optionWithoutDeclaration() {
    assertThat(faultOf(withSource(SOUND_SOURCE.replaceAll("(?s)@Option\\(.*?\"\\)", ""))))
        .contains("optimizer 'bad': options() failed: ")
        .contains("component 'learningRate' lacks @Option");
  }

  @Test
  void optionWithBadRange() {
    assertThat(faultOf(withSource(SOUND_SOURCE.replace("(0, inf)", "0..1"))))
        .contains("optimizer 'bad': options() failed: ")
        .contains("range '0..1' is not an interval");
  }

  @Test
  void badModel() {
    assertThat(faultOf(withSource(PluginZip.model(CLASS, "bad").replace("\"bad\"", "null"))))
        .isEqualTo("acme.Bad: name() returned null");
  }

  @Test
  void oneFactoryOfTwo() {
    PluginZip.of("bad", "1.0.0")
        .source(
            PluginZip.optimizer("acme.one.Bad", "Bad"),
            PluginZip.optimizer("acme.two.Fine", "fine"))
        .index("acme.one.Bad", "acme.two.Fine", "acme.Absent")
        .write(folder.resolve("bad.zip"));
    PluginCatalog catalog = load();
    assertThat(faultOf(catalog, "bad.zip"))
        .startsWith("acme.one.Bad: name 'Bad' must be ")
        .endsWith("; extension acme.Absent cannot be loaded: ClassNotFoundException: acme.Absent");
    assertThat(report(catalog, "bad.zip").provides()).containsExactly("optimizer fine");
    assertThat(catalog.optimizer("fine").origin().id()).isEqualTo("bad");
  }

  @Test
  void reportNamesWhatWasFound() throws IOException {
    Path zip =
        withDescriptor(PluginZip.descriptor("bad", "1.2.3") + "plugin.requires=9.0.0")
            .write(folder.resolve("bad.zip"));
    PluginReport report = report(load(), "bad.zip");
    assertThat(report.file()).isEqualTo(zip.toRealPath());
    assertThat(report.bytes()).contains(Files.size(zip));
    assertThat(report.sha256()).contains(Sha256.of(zip));
    assertThat(report.id()).contains("bad");
    assertThat(report.version()).contains("1.2.3");
  }
}
