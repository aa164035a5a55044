using System.Runtime.Versioning;

// The audit is written on Linux only.
[assembly: SupportedOSPlatform("linux")]
