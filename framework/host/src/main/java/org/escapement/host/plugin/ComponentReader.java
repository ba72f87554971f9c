package org.escapement.host.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.option.OptionDescription;
import org.escapement.spi.option.OptionSchema;
import org.pf4j.processor.IndexedExtensionStorage;

/**
 * Makes the factories of one plugin, each by itself, and has them describe themselves once. A fault
 * of one leaves the others usable.
 */
final class ComponentReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

  private final PluginFile file;
  private final ClassLoader loader;
  private final CallLimits limits;

  private ComponentReader(PluginFile file, ClassLoader loader, CallLimits limits) {
    this.file = file;
    this.loader = loader;
    this.limits = limits;
  }

  /** Adds to the file what its plugin offers, and the faults met. */
  static void read(PluginFile file, ClassLoader loader, CallLimits limits) {
    new ComponentReader(file, loader, limits).read();
  }

  private void read() {
    try {
      for (String className : index()) {
        try {
          read(className);
        } catch (PluginFault e) {
          file.fault(e);
        }
      }
    } catch (PluginFault e) {
      file.fault(e);
    }
    if (file.sound() && file.components().findAny().isEmpty()) {
      file.fault(
          ErrorCode.PLUGIN_CONTRACT,
          "offers no optimizer and no model; was PF4J's annotation processor on when it was"
              + " compiled?");
    }
  }

  /** The plugin's own index; the class loader's {@code getResource} finds those of others, too. */
  private Set<String> index() throws PluginFault {
    Set<String> names = new LinkedHashSet<>();
    URL resource =
        ((URLClassLoader) loader).findResource(IndexedExtensionStorage.EXTENSIONS_RESOURCE);
    if (resource != null) {
      try (InputStream stream = resource.openStream();
          Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
        IndexedExtensionStorage.read(reader, names);
      } catch (IOException e) {
        throw new PluginFault(
            ErrorCode.PLUGIN_CONTRACT,
            IndexedExtensionStorage.EXTENSIONS_RESOURCE + " cannot be read: " + OneLine.reason(e),
            e);
      }
    }
    return names;
  }

  private void read(String className) throws PluginFault {
    Class<?> type = load(className);
    if (OptimizerFactory.class.isAssignableFrom(type)) {
      OptimizerFactory<?> factory = (OptimizerFactory<?>) make(type);
      file.optimizers()
          .add(
              describe(
                  ComponentKind.OPTIMIZER,
                  factory,
                  OptimizerFactory::name,
                  OptimizerFactory::description,
                  OptimizerFactory::options));
    } else if (ModelFactory.class.isAssignableFrom(type)) {
      ModelFactory<?> factory = (ModelFactory<?>) make(type);
      file.models()
          .add(
              describe(
                  ComponentKind.MODEL,
                  factory,
                  ModelFactory::name,
                  ModelFactory::description,
                  ModelFactory::options));
    }
    // an extension of a point that the plugin, or another one, declares is no business of the host
  }

  private Class<?> load(String className) throws PluginFault {
    return PluginCall.guarded(
        loader,
        "extension " + className + " cannot be loaded",
        limits.answer(),
        () -> Class.forName(className, false, loader));
  }

  private Object make(Class<?> type) throws PluginFault {
    return PluginCall.guarded(
        loader,
        "extension " + type.getName() + " cannot be made",
        limits.answer(),
        () -> instance(type));
  }

  private static Object instance(Class<?> type) throws ReflectiveOperationException, PluginFault {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (NoSuchMethodException | InstantiationException e) {
      throw new PluginFault(
          ErrorCode.PLUGIN_CONTRACT,
          "extension " + type.getName() + " is not a class with a constructor without parameters",
          e);
    }
  }

  private <F> PluginComponent<F> describe(
      ComponentKind kind,
      F factory,
      Function<? super F, String> nameOf,
      Function<? super F, String> descriptionOf,
      Function<? super F, ? extends Class<? extends Record>> optionsOf)
      throws PluginFault {
    String className = factory.getClass().getName();
    String name = ask(className, "name()", () -> nameOf.apply(factory));
    if (!NAME.matcher(name).matches()) {
      throw new PluginFault(
          ErrorCode.PLUGIN_CONTRACT,
          className
              + ": name '"
              + name
              + "' must be lower case letters, digits and hyphens, starting with a letter");
    }
    String who = kind + " '" + name + "'";
    String description = ask(who, "description()", () -> descriptionOf.apply(factory));
    OptionSchema<?> schema = ask(who, "options()", () -> schema(optionsOf.apply(factory)));
    return new PluginComponent<>(
        kind, name, OneLine.joined(description), factory, schema, file.origin(), limits);
  }

  private <T> T ask(String who, String method, Callable<T> question) throws PluginFault {
    T answer =
        PluginCall.guarded(loader, who + ": " + method + " failed", limits.answer(), question);
    if (answer == null) {
      throw new PluginFault(ErrorCode.PLUGIN_CONTRACT, who + ": " + method + " returned null");
    }
    return answer;
  }

  private static OptionSchema<?> schema(Class<? extends Record> type) {
    if (type == null) {
      return null;
    }
    if (!type.isRecord()) {
      throw new IllegalArgumentException(type.getName() + " is not a record");
    }
    OptionSchema<?> schema = OptionSchema.of(type);
    // a type that cannot be put into words is found here rather than when somebody asks for help
    schema.options().forEach(OptionDescription::allowed);
    return schema;
  }
}
