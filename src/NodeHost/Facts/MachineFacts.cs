using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ChefActors.NodeHost.Facts;

/// <summary>The facts that the machine itself tells at once (CONTRACT, section 9). Null: not known.</summary>
internal sealed record MachineFacts
{
    /// <summary>The node's name.</summary>
    public required string Name { get; init; }

    /// <summary>The host name in lower case, which may be short.</summary>
    public required string HostName { get; init; }

    /// <summary>The address by which the machine is reached, of the card with a way out if one has it.</summary>
    public string? Ip { get; init; }

    /// <summary>The machine's id.</summary>
    public required string MachineId { get; init; }

    /// <summary>This boot's id.</summary>
    public required string BootId { get; init; }

    /// <summary><c>ID</c> of os-release(5), such as <c>debian</c>.</summary>
    public string? Platform { get; init; }

    /// <summary><c>VERSION_ID</c> of os-release(5), such as <c>12</c>.</summary>
    public string? PlatformVersion { get; init; }

    /// <summary>The kernel's release, as <c>uname -r</c> has it.</summary>
    public string? Kernel { get; init; }

    /// <summary>Such as <c>x64</c>, <c>arm64</c>.</summary>
    public required string Arch { get; init; }

    /// <summary>Processors that this process may use.</summary>
    public required int Cpus { get; init; }

    /// <summary>Memory of the machine, in MiB.</summary>
    public long? MemoryMb { get; init; }

    /// <summary>The node host's version.</summary>
    public required string AgentVersion { get; init; }

    /// <summary>The setting <c>node.location</c>.</summary>
    public string? Location { get; init; }

    /// <summary>The settings <c>node.tags</c>.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>Reads them.</summary>
    internal static MachineFacts Read(NodeHostSettings settings, MachineIdentity machine, string agentVersion)
    {
        const int bytes = 16 * 1024;
        var release = OsRelease.Read(BoundedFile.ReadBeginning("/etc/os-release", bytes));
        return new MachineFacts
        {
            Name = settings.Name.Value,
            HostName = Dns.GetHostName().ToLowerInvariant(),
            Ip = Address(),
            MachineId = machine.MachineId,
            BootId = machine.BootId,
            Platform = release.GetValueOrDefault("ID"),
            PlatformVersion = release.GetValueOrDefault("VERSION_ID"),
            Kernel = BoundedFile.ReadBeginning("/proc/sys/kernel/osrelease", bytes).Trim(),
            Arch = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant(),
            Cpus = Environment.ProcessorCount,
            MemoryMb = MemoryOf(BoundedFile.ReadBeginning("/proc/meminfo", bytes)),
            AgentVersion = agentVersion,
            Location = settings.Location,
            Tags = settings.Tags,
        };
    }

    /// <summary><c>MemTotal</c> of proc_meminfo(5) in MiB; pure. The runtime's own number is what it may use, not what the machine has.</summary>
    internal static long? MemoryOf(string meminfo)
    {
        var line = meminfo.Split('\n').FirstOrDefault(l => l.StartsWith("MemTotal:", StringComparison.Ordinal));
        var word = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1);
        return long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var kib) ? kib / 1024 : null;
    }

    private static string? Address() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(card => card.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown && card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .Select(card => (card.Name, Properties: card.GetIPProperties()))
        .OrderByDescending(card => card.Properties.GatewayAddresses.Count > 0)
        .ThenBy(card => card.Name, StringComparer.Ordinal)
        .SelectMany(card => card.Properties.UnicastAddresses.Select(address => address.Address))
        .Where(address => address is { AddressFamily: AddressFamily.InterNetwork } or { AddressFamily: AddressFamily.InterNetworkV6, IsIPv6LinkLocal: false })
        .OrderBy(address => address.AddressFamily == AddressFamily.InterNetworkV6)
        .Select(address => address.ToString())
        .FirstOrDefault();
}
