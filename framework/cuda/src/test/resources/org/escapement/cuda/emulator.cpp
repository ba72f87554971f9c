// What EmulatedDevice calls.

#include <jni.h>

#include "emulator.h"

extern "C" JNIEXPORT jint JNICALL Java_org_escapement_cuda_EmulatedDevice_run(
    JNIEnv* env, jclass, jboolean isFloat, jstring name, jint blocksX, jint blocksY, jint count, jlongArray arguments) {
  const char* chars = env->GetStringUTFChars(name, nullptr);
  std::string kernel = chars;
  env->ReleaseStringUTFChars(name, chars);
  std::vector<long long> bits(env->GetArrayLength(arguments));
  env->GetLongArrayRegion(arguments, 0, bits.size(), (jlong*)bits.data());
  return launch(isFloat, kernel, blocksX, blocksY, count, bits);
}

extern "C" JNIEXPORT void JNICALL Java_org_escapement_cuda_EmulatedDevice_product(JNIEnv*, jclass, jboolean isFloat,
    jboolean ta, jboolean tb, jlong m, jlong n, jlong k, jdouble alpha, jlong a, jlong lda, jlong b, jlong ldb,
    jdouble beta, jlong c, jlong ldc) {
  if (isFloat) {
    product(ta, tb, m, n, k, alpha, (const float*)a, lda, (const float*)b, ldb, beta, (float*)c, ldc);
  } else {
    product(ta, tb, m, n, k, alpha, (const double*)a, lda, (const double*)b, ldb, beta, (double*)c, ldc);
  }
}
