package org.escapement.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.escapement.lab.files.Sha256;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.ModelSetting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class PluginCatalogTest {
  @TempDir private Path folder;
  @TempDir private Path cache;

  private PluginCatalog load(Path... folders) {
    return new PluginLoading(cache).load(List.of(folders));
  }

  private PluginCatalog load() {
    return load(folder);
  }

  private static void assertFails(ThrowingCallable call, ErrorCode code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EscapementException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }

  private void writeSamples() {
    PluginZip.of("samples", "1.2.3")
        .source(
            PluginZip.optimizer("acme.a.Factory", "sgd"),
            PluginZip.optimizer("acme.b.Factory", "adam"),
            PluginZip.model("acme.c.Factory", "toy"))
        .index("acme.a.Factory", "acme.b.Factory", "acme.c.Factory")
        .write(folder.resolve("samples.zip"));
  }

  @Test
  void entryTellsNameOptionsAndOrigin() throws Exception {
    writeSamples();
    PluginCatalog catalog = load();
    PluginComponent<?> adam = catalog.optimizer("adam");
    Path zip = folder.resolve("samples.zip").toRealPath();
    assertThat(adam.name()).isEqualTo("adam");
    assertThat(adam.kind()).isEqualTo(ComponentKind.OPTIMIZER);
    assertThat(adam.description()).isEqualTo("a test");
    assertThat(adam.origin())
        .isEqualTo(new PluginOrigin("samples", "1.2.3", Sha256.of(zip), zip, List.of()));
    assertThat(adam.schema().options()).extracting("name").containsExactly("learningRate");
    assertThat(catalog.model("toy").kind()).isEqualTo(ComponentKind.MODEL);
    assertThat(catalog.optimizers())
        .extracting(PluginComponent::name)
        .containsExactly("adam", "sgd");
    assertThat(catalog.models()).extracting(PluginComponent::name).containsExactly("toy");
    assertThat(catalog.reports())
        .singleElement()
        .satisfies(
            report ->
                assertThat(report.provides())
                    .containsExactlyInAnyOrder("optimizer sgd", "optimizer adam", "model toy"));
  }

  @Test
  void digestIsSha256() throws Exception {
    assertThat(Sha256.of(Files.writeString(folder.resolve("abc"), "abc")))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void unknownNameListsWhatExists() {
    writeSamples();
    PluginCatalog catalog = load();
    assertFails(
        () -> catalog.optimizer("adma"),
        ErrorCode.COMPONENT_UNKNOWN,
        "no optimizer 'adma'; did you mean 'adam'? available: adam, sgd");
    assertFails(
        () -> catalog.optimizer("toy"),
        ErrorCode.COMPONENT_UNKNOWN,
        "no optimizer 'toy'; available: adam, sgd");
    assertFails(
        () -> catalog.model("adam"),
        ErrorCode.COMPONENT_UNKNOWN,
        "no model 'adam'; available: toy");
    assertFails(
        () -> catalog.components("lion"),
        ErrorCode.COMPONENT_UNKNOWN,
        "no optimizer or model 'lion'; available: adam, sgd, toy");
  }

  @Test
  void unknownNamePointsToFaults() {
    PluginZip.empty().text("readme", "").write(folder.resolve("bad.zip"));
    PluginCatalog catalog = load();
    assertFails(
        () -> catalog.model("mlp"),
        ErrorCode.COMPONENT_UNKNOWN,
        "no model 'mlp'; available: none; files with faults: 1 (see 'escapement plugins doctor')");
  }

  @Test
  void neitherOfTwoEqualNamesWins() {
    writeSamples();
    PluginZip.sound("copy", "0.1.0", "adam").write(folder.resolve("copy.zip"));
    PluginCatalog catalog = load();
    assertFails(
        () -> catalog.optimizer("adam"),
        ErrorCode.COMPONENT_DUPLICATE,
        "optimizer 'adam' is offered by copy@0.1.0 (copy.zip) and samples@1.2.3 (samples.zip);"
            + " keep one of them");
    assertFails(
        () -> catalog.components("adam"),
        ErrorCode.COMPONENT_DUPLICATE,
        "optimizer 'adam' is offered by copy@0.1.0 (copy.zip) and samples@1.2.3 (samples.zip);"
            + " keep one of them");
    assertThat(catalog.optimizer("sgd").origin().id()).isEqualTo("samples");
    assertThat(catalog.optimizers()).extracting(PluginComponent::name).containsExactly("sgd");
    assertThat(catalog.reports())
        .hasSize(2)
        .allSatisfy(
            report ->
                assertThat(report.fault())
                    .contains(
                        "optimizer 'adam' is offered by copy@0.1.0 (copy.zip) and samples@1.2.3"
                            + " (samples.zip) and can be used from neither"));
    assertThat(catalog.reports().get(0).provides()).isEmpty();
    assertThat(catalog.reports().get(1).provides())
        .containsExactlyInAnyOrder("optimizer sgd", "model toy");
  }

  @Test
  void onePluginWithOneNameTwice() {
    PluginZip.of("bad", "1.0.0")
        .source(
            PluginZip.optimizer("acme.a.Factory", "twice"),
            PluginZip.optimizer("acme.b.Factory", "twice"))
        .index("acme.a.Factory", "acme.b.Factory")
        .write(folder.resolve("bad.zip"));
    assertThat(load().reports())
        .singleElement()
        .satisfies(
            report -> assertThat(report.fault().orElseThrow()).startsWith("optimizer 'twice' is"));
  }

  @Test
  void optimizerAndModelMayShareAName() {
    PluginZip.of("both", "1.0.0")
        .source(
            PluginZip.optimizer("acme.a.Factory", "same"),
            PluginZip.model("acme.b.Factory", "same"))
        .index("acme.a.Factory", "acme.b.Factory")
        .write(folder.resolve("both.zip"));
    assertThat(load().components("same"))
        .extracting(component -> component.kind())
        .containsExactly(ComponentKind.OPTIMIZER, ComponentKind.MODEL);
  }

  @Test
  void brokenContractOfCreate() {
    writeSamples();
    PluginZip.of("bad", "1.0.0")
        .source(
            PluginZip.optimizer("acme.Factory", "bad")
                .replace("return new Still();", "throw new NoSuchMethodError(\"gone\");"))
        .index("acme.Factory")
        .write(folder.resolve("bad.zip"));
    PluginCatalog catalog = load();
    Record options = catalog.optimizer("bad").schema().create(0.1);
    assertFails(
        () -> catalog.createOptimizer("bad", options),
        ErrorCode.PLUGIN_CONTRACT,
        "optimizer 'bad' of bad@1.0.0 cannot be made: NoSuchMethodError: gone (at acme.Factory.create(Factory.java:12))");
    Record none = catalog.model("toy").schema().create();
    ModelSetting setting = new ModelSetting(List.of(), 0, (Loss) null, DataType.DOUBLE);
    assertFails(
        () -> catalog.createModel("toy", none, setting),
        ErrorCode.PLUGIN_CONTRACT,
        "model 'toy' of samples@1.2.3 cannot be made: its factory returned null");
  }

  @Test
  void originNamesWhatItNeeds() {
    writeNeeding("a-top", "middle");
    writeNeeding("middle", "z-base");
    PluginZip.sound("z-base", "1.0.0", "z-base").write(folder.resolve("z-base.zip"));
    assertThat(load(folder).optimizer("a-top").origin().needs())
        .extracting(PluginOrigin::label)
        .containsExactly("middle@1.0.0", "z-base@1.0.0");
  }

  private void writeNeeding(String id, String other) {
    PluginZip.sound(id, "1.0.0", id)
        .text(
            "plugin.properties",
            PluginZip.descriptor(id, "1.0.0") + "plugin.dependencies=" + other + "\n")
        .write(folder.resolve(id + ".zip"));
  }

  @Test
  void severalFoldersAndOneFolderTwice(@TempDir Path other) {
    writeSamples();
    PluginZip.sound("more", "1.0.0", "more").write(other.resolve("more.zip"));
    PluginCatalog catalog = load(folder, other, folder.resolve("../" + folder.getFileName()));
    assertThat(catalog.reports()).extracting(PluginReport::id).hasSize(2);
    assertThat(catalog.optimizer("more").origin().id()).isEqualTo("more");
    assertThat(catalog.optimizer("sgd").origin().id()).isEqualTo("samples");
  }

  @Test
  void folderThatIsNotThere() {
    Path absent = folder.resolve("absent");
    assertFails(
        () -> load(absent),
        ErrorCode.PLUGIN_FOLDER,
        "folder of plugins " + absent + " cannot be read: NoSuchFileException: " + absent);
  }
}
