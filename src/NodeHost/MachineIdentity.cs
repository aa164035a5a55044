using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost;

/// <summary>Which machine and which boot this is.</summary>
/// <param name="MachineId">machine-id(5); where there is none, an id kept in the state directory.</param>
/// <param name="BootId">The kernel's random id of this boot.</param>
internal sealed record MachineIdentity(string MachineId, string BootId)
{
    /// <summary>Reads it.</summary>
    internal static MachineIdentity Read(string stateDirectory)
    {
        var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        if (Known(stateDirectory) is { } known) return new MachineIdentity(known, boot);
        Directory.CreateDirectory(stateDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var fresh = Guid.NewGuid().ToString("N");
        DurableFile.Replace(OwnId(stateDirectory), System.Text.Encoding.ASCII.GetBytes(fresh));
        return new MachineIdentity(fresh, boot);
    }

    /// <summary>This machine's id; null: it has none, and the state directory holds none yet.</summary>
    internal static string? Known(string stateDirectory) =>
        new[] { "/etc/machine-id", "/var/lib/dbus/machine-id", OwnId(stateDirectory) }
            .Where(File.Exists).Select(path => File.ReadAllText(path).Trim()).FirstOrDefault(id => id.Length > 0);

    private static string OwnId(string stateDirectory) => Path.Combine(stateDirectory, "machine-id");
}
