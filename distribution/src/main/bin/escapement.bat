@echo off
rem Starts Escapement. ESCAPEMENT_JAVA_OPTIONS is passed to Java; JAVA_HOME chooses which one.
setlocal
set "ESCAPEMENT_HOME=%~dp0.."
if defined JAVA_HOME (set "JAVA=%JAVA_HOME%\bin\java.exe") else (set "JAVA=java.exe")
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
if not defined OPENBLAS_THREAD_TIMEOUT set "OPENBLAS_THREAD_TIMEOUT=4"
"%JAVA%" -XX:+UseSerialGC -XX:MaxRAMPercentage=50 -Djava.awt.headless=true -Djdk.console=java.base -Dorg.slf4j.simpleLogger.defaultLogLevel=warn %ESCAPEMENT_JAVA_OPTIONS% ^
  -cp "%ESCAPEMENT_HOME%\lib\*" org.escapement.host.cli.EscapementCommand %*
exit /b %ERRORLEVEL%
