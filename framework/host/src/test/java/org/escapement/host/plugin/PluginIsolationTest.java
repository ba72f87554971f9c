package org.escapement.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.pf4j.ExtensionPoint;
import org.slf4j.Logger;

@DisplayName("A plugin sees its own classes, the shared ones of the host, and nothing else")
class PluginIsolationTest {
  @TempDir private Path folder;
  @TempDir private Path cache;

  private PluginCatalog load() {
    PluginCatalog catalog = new PluginLoading(cache).load(List.of(folder));
    assertThat(catalog.reports()).allSatisfy(report -> assertThat(report.fault()).isEmpty());
    return catalog;
  }

  private ClassLoader loaderOf(PluginZip zip) {
    zip.write(folder.resolve("one.zip"));
    return loaderOf(load().optimizers().get(0));
  }

  private static ClassLoader loaderOf(PluginComponent<?> component) {
    return component.factory().getClass().getClassLoader();
  }

  private static byte[] bytecode(Class<?> type) throws IOException {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.escapement.host.plugin.PluginLoading",
        "org.escapement.host.cli.EscapementCommand",
        "com.fasterxml.jackson.databind.ObjectMapper",
        "picocli.CommandLine",
        "org.apache.commons.text.similarity.JaroWinklerSimilarity",
        "org.junit.jupiter.api.Test",
      })
  void hostClassesAreHidden(String className) throws ClassNotFoundException {
    ClassLoader loader = loaderOf(PluginZip.sound("one", "1.0.0", "one"));
    String resource = className.replace('.', '/') + ".class";
    assertThat(Class.forName(className)).as("the host itself has it").isNotNull();
    assertThatThrownBy(() -> loader.loadClass(className))
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(() -> Class.forName(className, true, loader))
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(() -> loader.getParent().loadClass(className))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(loader.getResource(resource)).isNull();
    assertThat(loader.resources(resource)).isEmpty();
  }

  @Test
  void sharedClassesAreTheHosts() throws ClassNotFoundException {
    ClassLoader loader = loaderOf(PluginZip.sound("one", "1.0.0", "one"));
    for (Class<?> shared :
        List.of(
            OptimizerFactory.class,
            ExtensionPoint.class,
            INDArray.class,
            Pointer.class,
            Logger.class)) {
      assertThat(loader.loadClass(shared.getName())).isSameAs(shared);
    }
    assertThat(loader.loadClass("java.sql.Connection")).isNotNull();
    assertThat(loader.getResource("org/nd4j/linalg/api/ndarray/INDArray.class")).isNotNull();
  }

  @Test
  void bundledCopiesOfSharedClassesAreIgnored() throws Exception {
    PluginZip zip = PluginZip.sound("one", "1.0.0", "one");
    for (Class<?> shared :
        List.of(
            OptimizerFactory.class,
            ExtensionPoint.class,
            INDArray.class,
            Pointer.class,
            Logger.class)) {
      zip.bytes("classes/" + shared.getName().replace('.', '/') + ".class", bytecode(shared));
    }
    ClassLoader loader = loaderOf(zip);
    assertThat(loader.loadClass(OptimizerFactory.class.getName())).isSameAs(OptimizerFactory.class);
    assertThat(loader.loadClass(ExtensionPoint.class.getName())).isSameAs(ExtensionPoint.class);
    assertThat(loader.loadClass(INDArray.class.getName())).isSameAs(INDArray.class);
    assertThat(loader.loadClass(Pointer.class.getName())).isSameAs(Pointer.class);
    assertThat(loader.loadClass(Logger.class.getName())).isSameAs(Logger.class);
  }

  @Test
  void partsOfTensorLibrariesThatTheHostLacksComeFromThePlugin() throws Exception {
    ClassLoader loader =
        loaderOf(
            PluginZip.sound("one", "1.0.0", "one")
                .source("package org.bytedeco.hdf5; public class Part {}"));
    assertThat(loader.loadClass("org.bytedeco.hdf5.Part").getClassLoader()).isSameAs(loader);
  }

  @Test
  void contractThatTheHostLacksDoesNotComeFromThePlugin() {
    ClassLoader loader =
        loaderOf(
            PluginZip.sound("one", "1.0.0", "one")
                .source("package org.escapement.spi; public class Newer {}"));
    assertThatThrownBy(() -> loader.loadClass("org.escapement.spi.Newer"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void ownLibrariesWinOverTheHosts() throws Exception {
    ClassLoader loader =
        loaderOf(
            PluginZip.sound("one", "1.0.0", "one")
                .library("picocli.jar", "package picocli; public class CommandLine {}"));
    assertThat(loader.loadClass("picocli.CommandLine").getClassLoader()).isSameAs(loader);
  }

  @Test
  void eachPluginHasItsOwnVersionOfOneClass() {
    for (String id : List.of("one", "two")) {
      String source =
          PluginZip.optimizer("acme.Factory", id)
              .replace("return \"a test\";", "return shared.Greeting.text();");
      PluginZip.of(id, "1.0.0")
          .source(
              source,
              "package shared; public class Greeting { public static String text() { return \"from "
                  + id
                  + "\"; } }")
          .index("acme.Factory")
          .write(folder.resolve(id + ".zip"));
    }
    PluginCatalog catalog = load();
    assertThat(catalog.optimizer("one").description()).isEqualTo("from one");
    assertThat(catalog.optimizer("two").description()).isEqualTo("from two");
  }

  @Test
  void dependencyIsSeen() throws Exception {
    PluginZip.sound("base", "1.0.0", "base").write(folder.resolve("z-base.zip"));
    PluginZip.sound("user", "1.0.0", "user")
        .text(
            "plugin.properties", PluginZip.descriptor("user", "1.0.0") + "plugin.dependencies=base")
        .write(folder.resolve("a-user.zip"));
    PluginCatalog catalog = load();
    Object base = catalog.optimizer("base").factory();
    assertThat(loaderOf(catalog.optimizer("user")).loadClass("acme.base.Factory"))
        .isSameAs(base.getClass());
    assertThatThrownBy(() -> base.getClass().getClassLoader().loadClass("acme.user.Factory"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void contextClassLoaderIsThePluginsDuringItsCalls() {
    String probe = "Thread.currentThread().getContextClassLoader() == getClass().getClassLoader()";
    String source =
        PluginZip.optimizer("acme.Factory", "one")
            .replace(
                "public String name()",
                "private final boolean made = " + probe + "; public String name()")
            .replace("return \"a test\";", "return made + \" \" + (" + probe + ");")
            .replace(
                "return new Still();",
                "if (!(" + probe + ")) throw new IllegalStateException(); return new Still();");
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    PluginZip.of("one", "1.0.0")
        .source(source)
        .index("acme.Factory")
        .write(folder.resolve("one.zip"));
    PluginCatalog catalog = load();
    PluginComponent<?> component = catalog.optimizer("one");
    assertThat(component.description()).isEqualTo("true true");
    assertThat(catalog.createOptimizer("one", component.schema().create(0.5))).isNotNull();
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void developmentModeOfPf4jChangesNothing() {
    System.setProperty("pf4j.mode", "development");
    try {
      PluginZip.sound("one", "1.0.0", "one").write(folder.resolve("one.zip"));
      assertThat(load().optimizer("one")).isNotNull();
    } finally {
      System.clearProperty("pf4j.mode");
    }
  }

  @Test
  void indexOfAnnotationProcessorIsRead() {
    PluginZip.of("one", "1.0.0")
        .processedSource(PluginZip.optimizer("acme.Factory", "one"))
        .write(folder.resolve("one.zip"));
    assertThat(load().optimizer("one").origin().label()).isEqualTo("one@1.0.0");
  }

  @Test
  void factoryNeedNotBePublic() {
    PluginZip.of("one", "1.0.0")
        .source(
            PluginZip.optimizer("acme.Factory", "one")
                .replace("public class Factory", "final class Factory")
                .replace("package acme;", "package acme; /* public class Factory */"))
        .index("acme.Factory")
        .write(folder.resolve("one.zip"));
    assertThat(load().optimizers()).hasSize(1);
  }
}
