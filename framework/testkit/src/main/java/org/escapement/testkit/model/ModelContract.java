package org.escapement.testkit.model;

/**
 * Everything that the host relies on in a model, as tests. An author's test class implements this
 * interface and supplies a factory and options.
 */
public interface ModelContract extends ModelDeclarationRules, ObjectiveRules, CurvatureRules {}
