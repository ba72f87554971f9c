/**
 * The contract that every plugin must pass, for its authors to run in their own tests.
 *
 * <pre>{@code
 * class MyOptimizerContractTest implements OptimizerContract {
 *   public OptimizerFactory<?> factory() {
 *     return new MyOptimizerFactory();
 *   }
 *   public Record options() {
 *     return new MyOptions(0.1);
 *   }
 * }
 * }</pre>
 *
 * Rules are numbered, O for optimizers and M for models; a failure names its rule. What a rule
 * expects beyond plain correctness is a behaviour that is taken for granted and can be opted out
 * of, visibly; opting out of what the plugin does have fails too.
 *
 * <p>The rules run on the project's classes and, under the parent of all plugins, a second time on
 * what the host loads from the project's zip.
 */
package org.escapement.testkit;
