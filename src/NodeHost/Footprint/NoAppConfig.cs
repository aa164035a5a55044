using System.Configuration.Internal;
using System.Runtime.CompilerServices;

namespace ChefActors.NodeHost.Footprint;

/// <summary>
/// Spares the app.config of .NET Framework's days: Akka.NET asks ConfigurationManager for a section `akka` at every start, also when it has
/// its configuration already, and that question alone loads XML, type converters and OpenSSL (some 10 MB and 0.1 s of a node host).
/// </summary>
internal sealed class NoAppConfig : IInternalConfigSystem
{
    /// <summary>Nobody writes one.</summary>
    public bool SupportsUserConfig => false;

    /// <summary>Answers every question for a section with "there is none".</summary>
    internal static void Use() => SetConfigurationSystem(null, new NoAppConfig(), true);

    /// <inheritdoc />
    public object? GetSection(string configKey) => null;

    /// <inheritdoc />
    public void RefreshConfig(string sectionName)
    {
    }

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "SetConfigurationSystem")]
    private static extern void SetConfigurationSystem(
        [UnsafeAccessorType("System.Configuration.ConfigurationManager, System.Configuration.ConfigurationManager")] object? manager, IInternalConfigSystem system, bool isComplete);
}
