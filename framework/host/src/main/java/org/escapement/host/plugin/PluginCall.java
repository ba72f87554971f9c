package org.escapement.host.plugin;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** Runs code of a plugin as the plugin expects to be run, and contains what it throws. */
final class PluginCall {
  private PluginCall() {}

  /**
   * Calls with the given context class loader, which libraries inside a plugin look things up by.
   */
  static <T> T inContext(ClassLoader loader, Callable<T> call) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return call.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * Calls in the plugin's context; whatever goes wrong is a fault of the plugin.
   *
   * @param doing what is attempted, to begin the fault's message with
   * @param limit how long it may take
   * @throws PluginFault if the call throws anything that leaves the virtual machine sound, or takes
   *     too long
   */
  static <T> T guarded(ClassLoader loader, String doing, Duration limit, Callable<T> call)
      throws PluginFault {
    try {
      return supervised(loader, doing, null, limit, call);
    } catch (PluginFault e) {
      throw e;
    } catch (PluginFailure e) {
      throw new PluginFault(e.code(), e.getMessage(), e);
    } catch (Throwable e) {
      rethrowIfNotThePlugins(e);
      ErrorCode code =
          e instanceof EscapementException known ? known.code() : ErrorCode.PLUGIN_CONTRACT;
      throw new PluginFault(code, doing + ": " + OneLine.reason(e), e);
    }
  }

  /**
   * Calls in the plugin's context while a run goes on.
   *
   * @param doing what failed if it does, to begin the message with
   * @param limit how long it may take
   * @throws EscapementException as the plugin threw it, or PLUGIN_CONTRACT for anything else that
   *     leaves the virtual machine sound, or PLUGIN_TIME_LIMIT
   */
  static <T> T attributed(
      PluginComponent<?> owner, String doing, Duration limit, Callable<T> call) {
    try {
      return supervised(owner.loader(), doing, owner.origin(), limit, call);
    } catch (EscapementException e) {
      throw e;
    } catch (Throwable e) {
      rethrowIfNotThePlugins(e);
      throw new PluginFailure(
          ErrorCode.PLUGIN_CONTRACT,
          doing + ": " + OneLine.reason(e) + place(e),
          owner.origin(),
          e);
    }
  }

  private static <T> T supervised(
      ClassLoader loader, String doing, PluginOrigin origin, Duration limit, Callable<T> call)
      throws Exception {
    return SupervisedThread.run(
        () -> SupervisedThread.inFrame(doing, origin, limit, () -> inContext(loader, call)));
  }

  /** Where it was thrown, for the plugin's author: the first frame outside of the JDK. */
  private static String place(Throwable failure) {
    return Arrays.stream(OneLine.rootOf(failure).getStackTrace())
        .filter(frame -> frame.getModuleName() == null)
        .findFirst()
        .map(frame -> " (at " + OneLine.of(frame.toString()) + ")")
        .orElse("");
  }

  /** Endless recursion is the plugin's own fault; the machine's other errors are not. */
  private static void rethrowIfNotThePlugins(Throwable failure) {
    Throwable root = OneLine.rootOf(failure);
    if (root instanceof SupervisedThread.Abandoned abandoned) {
      throw abandoned;
    }
    if (root instanceof VirtualMachineError error && !(error instanceof StackOverflowError)) {
      throw error;
    }
  }
}
