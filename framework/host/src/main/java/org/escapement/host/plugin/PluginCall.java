package org.escapement.host.plugin;

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
   * @throws PluginFault if the call throws anything that leaves the virtual machine sound
   */
  static <T> T guarded(ClassLoader loader, String doing, Callable<T> call) throws PluginFault {
    try {
      return inContext(loader, call);
    } catch (PluginFault e) {
      throw e;
    } catch (Throwable e) {
      rethrowIfMachineFailed(e);
      ErrorCode code =
          e instanceof EscapementException known ? known.code() : ErrorCode.PLUGIN_CONTRACT;
      throw new PluginFault(code, doing + ": " + OneLine.reason(e), e);
    }
  }

  /**
   * Calls in the plugin's context while a run goes on.
   *
   * @param doing what failed if it does, to begin the message with
   * @throws EscapementException as the plugin threw it, or PLUGIN_CONTRACT for anything else that
   *     leaves the virtual machine sound
   */
  static <T> T attributed(ClassLoader loader, String doing, Callable<T> call) {
    try {
      return inContext(loader, call);
    } catch (EscapementException e) {
      throw e;
    } catch (Throwable e) {
      rethrowIfMachineFailed(e);
      throw new EscapementException(
          ErrorCode.PLUGIN_CONTRACT, doing + ": " + OneLine.reason(e) + place(e), e);
    }
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
  private static void rethrowIfMachineFailed(Throwable failure) {
    if (OneLine.rootOf(failure) instanceof VirtualMachineError error
        && !(error instanceof StackOverflowError)) {
      throw error;
    }
  }
}
