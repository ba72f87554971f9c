package org.escapement.plugin.adam;

import java.util.List;
import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.testkit.optimizer.OptimizerSubject;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.RmsProp;

/** Every method, with options far from its defaults, beside ND4J's updater with the same ones. */
enum Method {
  ADAM(new AdamFactory(), adam(), new Adam(0.03, 0.8, 0.95, 1e-3), "M", "V"),
  AMSGRAD(new AmsGradFactory(), adam(), new AMSGrad(0.03, 0.8, 0.95, 1e-3), "M", "V", "V_HAT"),
  NADAM(new NadamFactory(), adam(), new Nadam(0.03, 0.8, 0.95, 1e-3), "M", "V"),
  ADAMAX(
      new AdaMaxFactory(),
      new AdaMaxOptions(0.03, 0.8, 0.95, null, BatchLaw.WITHOUT_REPLACEMENT),
      new AdaMax(0.03, 0.8, 0.95, 1e-3),
      "M",
      "V"),
  ADABELIEF(
      new AdaBeliefFactory(),
      new AdaBeliefOptions(0.03, 0.8, 0.95, 1e-3, null, BatchLaw.WITHOUT_REPLACEMENT),
      new AdaBelief(0.03, 0.8, 0.95, 1e-3),
      "M",
      "S"),
  RMSPROP(
      new RmsPropFactory(),
      new RmsPropOptions(0.03, 0.9, 1e-3, null, BatchLaw.WITHOUT_REPLACEMENT),
      new RmsProp(0.03, 0.9, 1e-3),
      "G"),
  ADAGRAD(
      new AdaGradFactory(),
      new AdaGradOptions(0.03, 1e-3, null, BatchLaw.WITHOUT_REPLACEMENT),
      new AdaGrad(0.03, 1e-3),
      "grad"),
  ADADELTA(
      new AdaDeltaFactory(),
      new AdaDeltaOptions(0.9, 1e-3, null, BatchLaw.WITHOUT_REPLACEMENT),
      new AdaDelta(0.9, 1e-3),
      "msg",
      "msdx");

  final OptimizerFactory<?> factory;
  final Record options;
  final IUpdater updater;

  /** ND4J's names, in the order in which it lays them out in one array. */
  final List<String> memory;

  Method(OptimizerFactory<?> factory, Record options, IUpdater updater, String... memory) {
    this.factory = factory;
    this.options = options;
    this.updater = updater;
    this.memory = List.of(memory);
  }

  private static AdamOptions adam() {
    return new AdamOptions(0.03, 0.8, 0.95, 1e-3, null, BatchLaw.WITHOUT_REPLACEMENT);
  }

  Optimizer optimizer() {
    return OptimizerSubject.create(factory, options);
  }
}
