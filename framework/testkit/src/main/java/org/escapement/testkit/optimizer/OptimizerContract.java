package org.escapement.testkit.optimizer;

/**
 * Everything that the host relies on in an optimizer, as tests. An author's test class implements
 * this interface and supplies a factory and options.
 */
public interface OptimizerContract
    extends OptimizerDeclarationRules,
        StepRules,
        StateRules,
        VectorRules,
        LinearizationRules,
        MultiplierRules {}
