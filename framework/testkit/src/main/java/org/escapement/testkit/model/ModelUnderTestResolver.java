package org.escapement.testkit.model;

import org.escapement.testkit.plugin.PluginSource;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands rules the model of the test class that they run in. */
final class ModelUnderTestResolver implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ModelUnderTest.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return new ModelUnderTest(
        (ModelSubject) context.getRequiredTestInstance(), PluginSource.of(context));
  }
}
