package org.escapement.engine.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.escapement.engine.tensor.Nd4jCompute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComputeCheckTest {
  @Test
  void theReferencePasses() {
    assertThat(ComputeCheck.wrong(Nd4jCompute.INSTANCE)).isEmpty();
  }

  @ParameterizedTest(name = "{0} that does nothing")
  @CsvSource({
    "multiply, matrix products",
    "rowDots, inner products of rows",
    "value, nonlinearities",
    "addColumnSums, sums of columns",
    "gatherRows, gathered rows",
    "fill, convolutions"
  })
  void aPrimitiveThatDoesNothingIsNoticed(String primitive, String name) {
    Compute idle =
        (Compute)
            Proxy.newProxyInstance(
                Compute.class.getClassLoader(),
                new Class<?>[] {Compute.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals(primitive)) {
                    return null;
                  }
                  try {
                    return method.invoke(Nd4jCompute.INSTANCE, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    assertThat(ComputeCheck.wrong(idle)).contains(name + " (FLOAT)", name + " (DOUBLE)");
  }
}
