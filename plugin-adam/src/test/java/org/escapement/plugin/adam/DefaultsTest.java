package org.escapement.plugin.adam;

import static org.assertj.core.api.Assertions.assertThat;

import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.testkit.DefaultOptions;
import org.escapement.testkit.optimizer.OptimizerSubject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.RmsProp;

/** Defaults are ND4J's: the configuration made of ours is that which its constructor makes. */
class DefaultsTest {
  @ParameterizedTest
  @EnumSource
  void defaultsAreThoseOfTheLibrary(Method method) {
    IUpdater library =
        switch (method) {
          case ADAM -> new Adam();
          case AMSGRAD -> new AMSGrad();
          case NADAM -> new Nadam();
          case ADAMAX -> new AdaMax();
          case ADABELIEF -> new AdaBelief();
          case RMSPROP -> new RmsProp();
          case ADAGRAD -> new AdaGrad();
          case ADADELTA -> new AdaDelta();
        };
    Record defaults = DefaultOptions.of(method.factory.options(), method.options);
    UpdaterStep optimizer = (UpdaterStep) OptimizerSubject.create(method.factory, defaults);
    assertThat(optimizer.rule().updater()).isEqualTo(library);
    assertThat(optimizer.sampling()).isEqualTo(Sampling.fullBatch());
  }

  @Test
  void samplingFollowsTheOptions() {
    assertThat(
            new AdaDeltaFactory()
                .create(new AdaDeltaOptions(0.9, 1e-6, 5, BatchLaw.RESHUFFLE))
                .sampling())
        .isEqualTo(Sampling.reshuffled(5));
  }
}
