package org.escapement.host.plugin;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.linearization.LinearOperator;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.linearization.StateSpace;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.VectorObjective;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Stands between the host and an object of a plugin. Calls run in the plugin's context; what the
 * object throws becomes one line that names the plugin, and so does null; what the machine fails at
 * is left as it is. What it hands out that has methods of its own is guarded as well.
 */
final class PluginGuard implements InvocationHandler {
  private static final Set<Class<?>> HANDED_OUT =
      Set.of(Objective.class, BatchObjective.class, VectorObjective.class, Curvature.class);

  /** What says something of itself, or makes the first state, and computes next to nothing. */
  private static final Set<String> ANSWERS =
      Set.of("sampling", "init", "pace", "atRest", "diagonal", "isIdentity", "dimension");

  /** What the machine fails at, whoever asked it to: no plugin is to blame. */
  private static final Set<ErrorCode> THE_MACHINES =
      Set.of(
          ErrorCode.BACKEND,
          ErrorCode.DEVICE_MISSING,
          ErrorCode.DEVICE_DRIVER,
          ErrorCode.DEVICE_LIBRARIES,
          ErrorCode.DEVICE_MEMORY);

  private final Object target;
  private final PluginComponent<?> owner;

  private PluginGuard(Object target, PluginComponent<?> owner) {
    this.target = target;
    this.owner = owner;
  }

  /**
   * The target behind a guard, with what else it offers as one of its type: a step on vectors that
   * stay on a device, second derivatives there. As text it is its owner.
   */
  static <T> T around(Class<T> type, T target, PluginComponent<?> owner) {
    Set<Class<?>> types = new LinkedHashSet<>(Set.of(type));
    for (Class<?> each = target.getClass(); each != null; each = each.getSuperclass()) {
      addShared(type, each, types);
    }
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), types.toArray(Class<?>[]::new), new PluginGuard(target, owner)));
  }

  /** Adds the interfaces of a class that host and plugins share, and that extend a type. */
  private static void addShared(Class<?> type, Class<?> from, Set<Class<?>> found) {
    for (Class<?> each : from.getInterfaces()) {
      boolean known =
          Modifier.isPublic(each.getModifiers()) && HostPackages.hostOnly(each.getName());
      if (type.isAssignableFrom(each) && known) {
        found.add(each);
      }
      addShared(type, each, found);
    }
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    Object answer =
        attributed(
            () ->
                PluginCall.attributed(
                    owner,
                    owner + ": " + method.getName() + " failed",
                    limit(method),
                    () -> call(method, withWantedObjectives(arguments))));
    if (answer == null && method.getReturnType() != void.class) {
      throw owner.failure(": " + method.getName() + " returned null");
    }
    Object guarded = guarded(method.getReturnType(), answer);
    if (arguments != null && arguments[0] instanceof INDArray point) {
      AnswerCheck.require(owner, point, guarded);
    }
    return guarded;
  }

  private Duration limit(Method method) {
    Class<?> declaring = method.getDeclaringClass();
    if (HANDED_OUT.stream().anyMatch(type -> type.isAssignableFrom(declaring))) {
      return CallLimits.NONE;
    }
    return ANSWERS.contains(method.getName())
        ? owner.limits().answer()
        : owner.limits().computation();
  }

  /**
   * Adds the owner to a failure that the plugin told in words of its own. Those of the machine pass
   * as they are, so that whoever can do with less memory still sees what is lacking.
   */
  private Object attributed(Supplier<Object> call) {
    try {
      return call.get();
    } catch (PluginFailure e) {
      throw e;
    } catch (EscapementException e) {
      if (THE_MACHINES.contains(e.code())) {
        throw e;
      }
      throw new PluginFailure(e.code(), e.getMessage() + " (" + owner + ")", owner.origin(), e);
    }
  }

  private static Object[] withWantedObjectives(Object[] arguments) {
    return arguments == null ? null : Arrays.stream(arguments).map(WantedObjective::of).toArray();
  }

  private Object call(Method method, Object[] arguments) throws Exception {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }

  private Object ofObject(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> owner.toString();
    };
  }

  private Object guarded(Class<?> type, Object answer) {
    if (HANDED_OUT.contains(type)) {
      return guard(type, answer);
    }
    if (answer instanceof Recurrence form) {
      return new Recurrence(
          form.stateMatrix(),
          form.input(),
          form.output(),
          around(Preconditioner.class, form.preconditioner(), owner),
          form.learningRate());
    }
    if (answer instanceof StateSpace form) {
      return new StateSpace(
          around(LinearOperator.class, form.onState(), owner),
          around(LinearOperator.class, form.onGradient(), owner));
    }
    return answer;
  }

  private <T> T guard(Class<T> type, Object answer) {
    return around(type, type.cast(answer), owner);
  }
}
