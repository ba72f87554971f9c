package org.escapement.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.ComputeContract;
import org.escapement.engine.compute.Convolution;
import org.escapement.engine.compute.ExampleConvolutions;
import org.escapement.engine.compute.MaximumPooling;
import org.escapement.engine.compute.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

@DisplayName("A primitive that does nothing, or that writes an operand, breaks the contract")
class ContractMutantsTest {
  /** Every rule needs these. */
  private static final Set<String> BASIC =
      Set.of("name", "synchronize", "zeros", "upload", "receive", "release", "read", "write");

  /** What nothing answers, by the type of the answer; the reference's arrays are shared. */
  private static final Map<Class<?>, Object> FALSE_ANSWERS = new HashMap<>();

  static {
    FALSE_ANSWERS.put(void.class, null);
    FALSE_ANSWERS.put(double.class, 0.125);
    FALSE_ANSWERS.put(boolean.class, false);
  }

  /** Arguments that may be written besides results. */
  private static final Map<String, Integer> SCRATCH =
      Map.of("rowDots", 2, "value", 3, "slope", 4, "bend", 5);

  /**
   * A broken primitive.
   *
   * @param argument that is disturbed after the call; −1 if nothing is called at all
   */
  record Mutant(Method primitive, int argument) {
    @Override
    public String toString() {
      return primitive.getDeclaringClass().getSimpleName()
          + "."
          + primitive.getName()
          + (argument < 0 ? " does nothing" : " disturbs argument " + argument);
    }

    /** Whether a rule is about this primitive. */
    boolean isChecked(ComputeContract.Rule rule) {
      String type = primitive.getDeclaringClass().getSimpleName();
      String named =
          switch (primitive.getName()) {
            case "value", "slope", "bend" -> "φ";
            case "download" -> "receive";
            default ->
                primitive.getDeclaringClass() == Compute.class
                    ? primitive.getName()
                    : Character.toLowerCase(type.charAt(0)) + type.substring(1);
          };
      return rule.type() == DataType.FLOAT && rule.name().contains(named);
    }
  }

  static Stream<Mutant> mutants() {
    List<Mutant> mutants = new ArrayList<>();
    for (Class<?> type :
        List.of(
            Compute.class, Convolution.class, ExampleConvolutions.class, MaximumPooling.class)) {
      for (Method method : type.getDeclaredMethods()) {
        boolean hook =
            Modifier.isStatic(method.getModifiers())
                || method.isDefault() // may do nothing
                || method.getName().equals("close");
        if (hook || BASIC.contains(method.getName())) {
          continue;
        }
        if (FALSE_ANSWERS.containsKey(method.getReturnType())) {
          mutants.add(new Mutant(method, -1));
        }
        Class<?>[] parameters = method.getParameterTypes();
        for (int i = 0; i < parameters.length; i++) {
          boolean scratch = SCRATCH.getOrDefault(method.getName(), -1) == i;
          if (parameters[i] == Tensor.class && !scratch) {
            mutants.add(new Mutant(method, i));
          }
        }
      }
    }
    return mutants.stream();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isFound(Mutant mutant) {
    List<ComputeContract.Rule> rules =
        ComputeContract.rules().stream().filter(mutant::isChecked).toList();
    assertThat(rules).isNotEmpty();
    assertThat(rules).anyMatch(rule -> fails(rule, broken(HostTensors.COMPUTE, mutant)));
  }

  private static boolean fails(ComputeContract.Rule rule, Compute compute) {
    try {
      rule.verify(compute);
      return false;
    } catch (AssertionError expected) {
      return true;
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> T broken(T target, Mutant mutant) {
    Class<?> type = Arrays.stream(target.getClass().getInterfaces()).findFirst().orElseThrow();
    return (T)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              boolean here = method.equals(mutant.primitive());
              if (here && mutant.argument() < 0) {
                return FALSE_ANSWERS.get(method.getReturnType());
              }
              Object result = invoke(target, method, arguments);
              if (here && arguments[mutant.argument()] != null) {
                disturb((Tensor) arguments[mutant.argument()]);
              }
              boolean part = result instanceof AutoCloseable && !(result instanceof Tensor);
              return part ? broken(result, mutant) : result;
            });
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }

  private static void disturb(Tensor tensor) {
    Tensor entry =
        tensor
            .rows(tensor.rows() - 1, tensor.rows())
            .columns(tensor.columns() - 1, tensor.columns());
    HostTensors.COMPUTE.addNumber(entry, 3, entry);
  }
}
