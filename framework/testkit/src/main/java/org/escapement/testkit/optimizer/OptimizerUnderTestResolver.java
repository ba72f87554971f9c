package org.escapement.testkit.optimizer;

import org.escapement.testkit.plugin.PluginSource;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands rules the optimizer of the test class that they run in. */
final class OptimizerUnderTestResolver implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == OptimizerUnderTest.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return new OptimizerUnderTest(
        (OptimizerSubject) context.getRequiredTestInstance(), PluginSource.of(context));
  }
}
