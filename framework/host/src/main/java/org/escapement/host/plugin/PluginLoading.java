package org.escapement.host.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.escapement.lab.files.CacheFolder;
import org.escapement.lab.files.Sha256;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.SpiVersion;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Loads plugins. Each zip gets a class loader of its own, and each ends as sound or with a fault in
 * one line; no fault reaches beyond its file.
 */
public final class PluginLoading {
  private final PluginCache cache;
  private final UnpackLimit limit;
  private final String spiVersion;
  private final CallLimits calls;

  /** Unpacks into the user's cache, or into what the environment names instead. */
  public PluginLoading() {
    this(CacheFolder.ofUser().resolve("plugins"));
  }

  /**
   * @param cacheFolder where plugins are unpacked; it is made when it is needed
   */
  public PluginLoading(Path cacheFolder) {
    this(cacheFolder, UnpackLimit.DEFAULT, SpiVersion.current(), CallLimits.configured());
  }

  PluginLoading(Path cacheFolder, UnpackLimit limit, String spiVersion, CallLimits calls) {
    this.cache = new PluginCache(cacheFolder, limit);
    this.limit = limit;
    this.spiVersion = spiVersion;
    this.calls = calls;
  }

  /**
   * Loads every zip in the folders.
   *
   * @throws EscapementException PLUGIN_FOLDER if a folder cannot be read
   */
  public PluginCatalog load(List<Path> folders) {
    // ND4J must find its backend by the host's class loader, whichever plugin wakes it first
    ND4JClassLoading.setNd4jClassloaderFromClass(Nd4j.class);
    IsolatingPluginManager manager = new IsolatingPluginManager(cache.root());
    PluginListing listing = PluginListing.of(folders);
    List<PluginFile> files = listing.files();
    PluginDescriptors descriptors = new PluginDescriptors(manager.getVersionManager(), spiVersion);
    files.stream().filter(PluginFile::measured).forEach(this::identify);
    files.stream().filter(PluginFile::sound).forEach(file -> prepare(file, listing, descriptors));
    refuseSharedIds(files);
    List<PluginFile> sound = files.stream().filter(PluginFile::sound).toList();
    Map<String, PluginOrigin> loaded = new HashMap<>();
    for (PluginFile file : LoadingOrder.of(sound, manager.getVersionManager())) {
      file.needs(needs(file, loaded));
      loaded.put(file.descriptor().getPluginId(), file.origin());
      readComponents(file, manager);
    }
    return freeze(listing);
  }

  private void identify(PluginFile file) {
    try {
      limit.check(file);
      file.identified(Sha256.of(file.path()));
    } catch (PluginFault e) {
      file.fault(e);
    } catch (IOException e) {
      file.fault(ErrorCode.PLUGIN_FILE, "cannot be read: " + OneLine.reason(e));
    }
  }

  private void prepare(PluginFile file, PluginListing listing, PluginDescriptors descriptors) {
    try {
      listing.checkAllowed(file);
      file.unpackedInto(cache.unpack(file.path(), file.sha256()));
      file.describedBy(descriptors.read(file.unpacked()));
      descriptors.checkDemands(file.descriptor());
    } catch (PluginFault e) {
      file.fault(e);
    } catch (RuntimeException e) {
      file.fault(ErrorCode.PLUGIN_FILE, "is not a plugin: " + OneLine.reason(e));
    }
  }

  /** What a plugin depends on was loaded before it; an optional dependency may be absent. */
  private static List<PluginOrigin> needs(PluginFile file, Map<String, PluginOrigin> loaded) {
    return file.descriptor().getDependencies().stream()
        .map(dependency -> loaded.get(dependency.getPluginId()))
        .filter(Objects::nonNull)
        .flatMap(origin -> Stream.concat(Stream.of(origin), origin.needs().stream()))
        .distinct()
        .toList();
  }

  /** Which of two files with one id is meant cannot be known, so neither is loaded. */
  private static void refuseSharedIds(List<PluginFile> files) {
    Map<String, List<PluginFile>> byId =
        files.stream()
            .filter(PluginFile::described)
            .collect(
                Collectors.groupingBy(
                    file -> file.descriptor().getPluginId(), TreeMap::new, Collectors.toList()));
    byId.forEach(
        (id, sharing) -> {
          for (PluginFile file : sharing) {
            List<String> others =
                sharing.stream()
                    .filter(other -> other != file)
                    .map(other -> other.path().toString())
                    .toList();
            if (!others.isEmpty()) {
              file.fault(
                  ErrorCode.PLUGIN_DESCRIPTOR,
                  "has the plugin id '"
                      + id
                      + "' of "
                      + String.join(", ", others)
                      + "; keep one of them");
            }
          }
        });
  }

  private void readComponents(PluginFile file, IsolatingPluginManager manager) {
    ClassLoader loader;
    try {
      loader = manager.load(file.unpacked());
    } catch (RuntimeException e) {
      file.fault(ErrorCode.PLUGIN_FILE, "cannot be loaded: " + OneLine.reason(e));
      return;
    }
    ComponentReader.read(file, loader, calls);
  }

  private static PluginCatalog freeze(PluginListing listing) {
    List<PluginFile> files = listing.files();
    var optimizers =
        new Offers<>(
            ComponentKind.OPTIMIZER,
            files.stream().flatMap(file -> file.optimizers().stream()).toList());
    var models =
        new Offers<>(
            ComponentKind.MODEL, files.stream().flatMap(file -> file.models().stream()).toList());
    optimizers.duplicates().forEach(group -> reportDuplicate(group, files));
    models.duplicates().forEach(group -> reportDuplicate(group, files));
    // by identity: equality would run code of plugins
    Set<PluginComponent<?>> usable = Collections.newSetFromMap(new IdentityHashMap<>());
    usable.addAll(optimizers.usable());
    usable.addAll(models.usable());
    return new PluginCatalog(
        optimizers,
        models,
        Stream.concat(
                listing.allowLists().stream().map(AllowList::report),
                files.stream().map(file -> file.report(usable::contains)))
            .toList());
  }

  private static void reportDuplicate(
      List<? extends PluginComponent<?>> group, List<PluginFile> files) {
    PluginComponent<?> first = group.get(0);
    for (PluginFile file : files) {
      if (group.stream().anyMatch(component -> component.origin().file().equals(file.path()))) {
        file.fault(
            ErrorCode.COMPONENT_DUPLICATE,
            first.kind()
                + " '"
                + first.name()
                + "' is offered by "
                + Offers.plugins(group)
                + " and can be used from neither");
      }
    }
  }
}
