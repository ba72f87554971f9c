package org.escapement.plugin.adam;

import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.State;
import org.escapement.testkit.optimizer.OptimizerContract;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

class AdamContractTest implements OptimizerContract {
  private static final double BETA2 = 0.99;

  @Override
  public OptimizerFactory<?> factory() {
    return new AdamFactory();
  }

  @Override
  public Record options() {
    return new AdamOptions(0.05, 0.9, BETA2, 1e-8, null, BatchLaw.WITHOUT_REPLACEMENT);
  }

  /** m = 0, v as it is. */
  @Override
  public State atRest(State live) {
    INDArray moments = live.tensor("moments").dup();
    moments.get(NDArrayIndex.all(), first(moments)).assign(0);
    return live.with("moments", moments);
  }

  /** v and t as they were, v before the decay that the step begins with. */
  @Override
  public State held(State state, State rest) {
    INDArray moments = state.tensor("moments").dup();
    moments
        .get(NDArrayIndex.all(), second(moments))
        .assign(rest.tensor("moments").get(NDArrayIndex.all(), second(moments)).div(BETA2));
    return state.with("moments", moments).with("iteration", rest.scalar("iteration"));
  }

  private static INDArrayIndex first(INDArray moments) {
    return NDArrayIndex.interval(0, moments.length() / 2);
  }

  private static INDArrayIndex second(INDArray moments) {
    return NDArrayIndex.interval(moments.length() / 2, moments.length());
  }
}
