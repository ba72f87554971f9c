package org.escapement.plugin.dl4j;

import java.util.Map;
import java.util.Optional;
import org.escapement.engine.layer.Activations;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Which activation of the engine is one of DL4J's. Its GELU is another, approximate function. */
final class ActivationNames {
  private static final Map<Class<?>, Activations> SAME =
      Map.of(
          ActivationReLU.class, Activations.RELU,
          ActivationTanH.class, Activations.TANH,
          ActivationSigmoid.class, Activations.SIGMOID,
          ActivationSoftPlus.class, Activations.SOFTPLUS,
          ActivationIdentity.class, Activations.IDENTITY);

  private static final double LEAK = 0.01;

  private ActivationNames() {}

  /**
   * The activation.
   *
   * @param withoutSoftmax whether a softmax belongs to the loss, and nothing is left of it
   * @return empty for none
   */
  static Optional<Activations> of(IActivation function, boolean withoutSoftmax)
      throws NoCounterpart {
    if (function == null || function instanceof ActivationSoftmax && withoutSoftmax) {
      return Optional.empty();
    }
    if (function instanceof ActivationLReLU leaky && leaky.getAlpha() == LEAK) {
      return Optional.of(Activations.LEAKY_RELU);
    }
    boolean plain =
        !(function instanceof ActivationReLU relu)
            || (relu.getMax() == null
                && isZero(relu.getThreshold())
                && isZero(relu.getNegativeSlope()));
    Activations same = SAME.get(function.getClass());
    if (same == null || !plain) {
      throw new NoCounterpart("activation " + function);
    }
    return Optional.of(same);
  }

  private static boolean isZero(Double value) {
    return value == null || value == 0;
  }
}
