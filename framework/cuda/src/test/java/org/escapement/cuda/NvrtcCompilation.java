package org.escapement.cuda;

import java.util.HexFormat;
import java.util.List;

/** Compiles the kernels by the NVRTC that is found, for architectures that are asked for. */
final class NvrtcCompilation {
  private NvrtcCompilation() {}

  public static void main(String[] capabilities) {
    String source = KernelSource.text();
    for (String capability : capabilities) {
      Nvrtc compiler = new Nvrtc(Integer.parseInt(capability));
      for (String type : List.of("float", "double")) {
        byte[] code = compiler.compile(source, "REAL=" + type);
        System.out.println(
            compiler.architecture()
                + " "
                + type
                + " "
                + HexFormat.of().formatHex(code, 0, 4)
                + (code.length > 10_000 ? "" : " of " + code.length + " bytes only"));
      }
    }
    System.out.println(new Nvrtc(75).version());
  }
}
