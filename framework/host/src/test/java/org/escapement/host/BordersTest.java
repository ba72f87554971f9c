package org.escapement.host;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.DisplayName;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("Dependencies go one way: spi <- engine <- lab <- host")
@AnalyzeClasses(packages = "org.escapement", importOptions = DoNotIncludeTests.class)
class BordersTest {
  private static final String SPI = "org.escapement.spi..";
  private static final String ENGINE = "org.escapement.engine..";
  private static final String LAYERS = "org.escapement.engine.layer..";
  private static final String NETWORKS = "org.escapement.engine.network..";
  private static final String OPERATORS = "org.escapement.engine.operator..";
  private static final String LAB = "org.escapement.lab..";
  private static final String HOST = "org.escapement.host..";
  private static final String CLI = "org.escapement.host.cli..";

  @ArchTest
  static final ArchRule spiKnowsNoOther =
      noClasses()
          .that()
          .resideInAPackage(SPI)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ENGINE, LAB, HOST);

  @ArchTest
  static final ArchRule engineKnowsOnlySpi =
      noClasses()
          .that()
          .resideInAPackage(ENGINE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LAB, HOST);

  @ArchTest
  static final ArchRule entriesAreReachedByAddressThroughHostMemoryOnly =
      noClasses()
          .that(not(simpleName("HostMemory").or(simpleName("Allocator"))))
          .should()
          .callMethodWhere(
              target(nameMatching("addressPointer|indexer|pointer"))
                  .and(target(owner(assignableTo(DataBuffer.class)))));

  @ArchTest
  static final ArchRule labKnowsNoHost =
      noClasses()
          .that()
          .resideInAPackage(LAB)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(HOST);

  @ArchTest
  static final ArchRule commandLineIsUsedByNobody =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CLI);

  @ArchTest
  static final ArchRule spiBringsNoLibraries =
      classes()
          .that()
          .resideInAPackage(SPI)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", SPI, "org.nd4j..", "org.pf4j..", "org.slf4j..");

  @ArchTest
  static final ArchRule standardStreamsBelongToTheCommandLine =
      noClasses()
          .that(
              not(
                  simpleName("ConsoleProgress")
                      .or(simpleName("EscapementCommand"))
                      .and(resideInAPackage(CLI))))
          .should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule randomnessComesFromNamedStreams =
      noClasses().should().callMethod(Nd4j.class, "getRandom");

  @ArchTest
  static final ArchRule layersAreWrittenOnTensors =
      noClasses()
          .that()
          .resideInAnyPackage(LAYERS)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.nd4j..", "org.bytedeco..", "org.escapement.engine.tensor")
                  .and(not(type(DataType.class))));

  /** Arrays come and go at the SPI; what is computed with them is computed on tensors. */
  @ArchTest
  static final ArchRule networksAndOperatorsKnowArraysOnlyAsTheSpiHasThem =
      noClasses()
          .that()
          .resideInAnyPackage(NETWORKS, OPERATORS)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.nd4j..", "org.bytedeco..")
                  .and(not(type(DataType.class).or(type(INDArray.class)))))
          .orShould()
          .callMethodWhere(
              target(owner(assignableTo(INDArray.class)))
                  .and(not(target(nameMatching("size|rank|length|dataType|dup|reshape")))));

  @ArchTest
  static final ArchRule spiHasNoCycles =
      slices().matching("org.escapement.spi.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule engineHasNoCycles =
      slices().matching("org.escapement.engine.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule labHasNoCycles =
      slices().matching("org.escapement.lab.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule hostHasNoCycles =
      slices().matching("org.escapement.host.(**)").should().beFreeOfCycles();
}
