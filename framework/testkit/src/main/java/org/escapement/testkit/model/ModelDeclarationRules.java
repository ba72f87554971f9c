package org.escapement.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.escapement.engine.random.RandomStreams;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ParameterTensor;
import org.escapement.testkit.DeclarationChecks;
import org.escapement.testkit.DefaultOptions;
import org.escapement.testkit.Snapshot;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rules on a model's factory, on the layout of its parameters and on where it starts. */
public interface ModelDeclarationRules extends ModelSubject {
  @Test
  @DisplayName("M01 the name is valid and always the same")
  default void m01NameIsValidAndStable(ModelUnderTest tested) {
    ModelFactory<?> factory = tested.factory();
    DeclarationChecks.assertNamed(factory.name(), tested.factory().name(), factory.description());
  }

  @Test
  @DisplayName(
      "M02 every option is declared and described, and the defaults can be read as a config is")
  default void m02OptionsAreDeclared(ModelUnderTest tested) {
    Class<? extends Record> type = tested.factory().options();
    DeclarationChecks.assertDeclared(type);
    assertThat(tested.options()).as("options()").isInstanceOf(type);
    assertThat(DefaultOptions.of(type, tested.options())).isNotNull();
  }

  @Test
  @DisplayName("M03 values out of range are refused")
  default void m03ValuesOutOfRangeAreRefused(ModelUnderTest tested) {
    DeclarationChecks.assertRangesHold(tested.factory().options(), tested.options());
  }

  @Test
  @DisplayName("M04 the parameters fill the vector without gaps, each under a name of its own")
  default void m04LayoutIsGapless(ModelUnderTest tested) {
    Model model = tested.model(DataType.DOUBLE);
    long offset = 0;
    Set<String> names = new HashSet<>();
    for (ParameterTensor tensor : model.parameters()) {
      assertThat(tensor.offset()).as("offset of %s", tensor.name()).isEqualTo(offset);
      assertThat(tensor.length()).as("length of %s", tensor.name()).isPositive();
      assertThat(names.add(tensor.name())).as("%s occurs twice", tensor.name()).isTrue();
      offset += tensor.length();
    }
    assertThat(offset).as("lengths of all parameters, added up").isEqualTo(model.dimension());
    assertThat(model.objective(tested.examples(DataType.DOUBLE)).dimension())
        .as("dimension of the objective")
        .isEqualTo(offset);
  }

  @Test
  @DisplayName("M05 the start has the dimension and precision of the model")
  default void m05StartFitsTheModel(ModelUnderTest tested) {
    for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
      Model model = tested.model(type);
      INDArray start = model.initialPoint(stream("start"));
      assertThat(start.shape()).as("shape of the start").containsExactly(model.dimension());
      assertThat(start.dataType()).as("type of the start").isEqualTo(type);
      long notFinite =
          Arrays.stream(start.toDoubleVector()).filter(entry -> !Double.isFinite(entry)).count();
      assertThat(notFinite).as("entries of the start that are no finite numbers").isZero();
    }
  }

  @Test
  @DisplayName("M06 the start depends on the random stream and on nothing else")
  default void m06StartDependsOnTheStreamAlone(ModelUnderTest tested) {
    Model model = tested.model(DataType.DOUBLE);
    Nd4j.getRandom().setSeed(1);
    Snapshot first = Snapshot.of(model.initialPoint(stream("start")));
    Nd4j.getRandom().setSeed(2);
    first
        .difference(Snapshot.of(model.initialPoint(stream("start"))))
        .ifPresent(found -> fail("starts from the same random stream: %s", found));
    first
        .difference(Snapshot.of(tested.model(DataType.DOUBLE).initialPoint(stream("start"))))
        .ifPresent(found -> fail("starts of two models from the same random stream: %s", found));
    if (first.equals(Snapshot.of(model.initialPoint(stream("another"))))) {
      fail("starts from two random streams are the same");
    }
  }

  @Test
  @DisplayName("M07 known minima have zero gradient on every example")
  default void m07KnownMinimaAreMinima(ModelUnderTest tested) {
    Model model = tested.model(DataType.DOUBLE);
    ModelScene scene = ModelScene.of(tested, DataType.DOUBLE);
    model
        .knownMinima()
        .forEach(
            (name, minimum) -> {
              assertThat(minimum.shape()).as(name).containsExactly(model.dimension());
              for (int i = 0; i < scene.objective().examples(); i++) {
                assertThat(scene.gradient(minimum, i).norm2Number().doubleValue())
                    .as("gradient of example %d at %s", i, name)
                    .isLessThan(1e-12);
              }
            });
  }

  @Test
  @DisplayName("M19 the host finds the factory by a valid descriptor and index")
  default void m19HostFindsTheFactory(ModelUnderTest tested) {
    tested.assertDescribed();
  }

  @Test
  @DisplayName("M20 what is tested is the project's own class, and after packaging that of the zip")
  default void m20TestedClassIsTheOneMeant(ModelUnderTest tested) {
    tested.assertOwn();
  }

  private static RandomGenerator stream(String name) {
    return RandomStreams.of(3).stream(name);
  }
}
