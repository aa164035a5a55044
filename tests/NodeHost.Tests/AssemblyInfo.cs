using System.Runtime.Versioning;

// As the node host itself.
[assembly: SupportedOSPlatform("linux")]
