using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ChefActors.ZooKeeper.Embedded.Tree;

/// <summary>Access control lists: which are valid, and who passes (PrepRequestProcessor.fixupACL and ZooKeeperServer.checkACL).</summary>
internal static class AclRules
{
    /// <summary>
    /// The list as it is stored: without duplicates, <c>auth</c> replaced by the caller's digest identities. False (-114) when it is empty,
    /// has an unknown scheme or a malformed id, or says <c>auth</c> while the caller has no such identity.
    /// </summary>
    public static bool TryFix(IReadOnlyList<Acl> acl, IReadOnlyList<Identity> identities, [NotNullWhen(true)] out IReadOnlyList<Acl>? stored)
    {
        stored = null;
        if (ReferenceEquals(acl, Acl.OpenUnsafe))
        {
            stored = acl;
            return true;
        }

        var kept = new List<Acl>(acl.Count);
        foreach (var entry in acl)
        {
            if (entry.Scheme == "auth")
            {
                var before = kept.Count;
                AddCallers(entry.Permissions, identities, kept);
                if (kept.Count == before && !identities.Any(i => i.Scheme == DigestAuth.Scheme)) return false;
            }
            else if (!IsValid(entry))
            {
                return false;
            }
            else if (!kept.Contains(entry))
            {
                kept.Add(entry);
            }
        }

        if (kept.Count == 0) return false;
        stored = kept is [{ Permissions: ZnodePermissions.All, Scheme: "world" }] ? Acl.OpenUnsafe : kept;
        return true;
    }

    /// <summary>Whether some entry gives one of <paramref name="wanted"/> to one of the identities. The identity <c>super</c> always passes.</summary>
    public static bool Allows(IReadOnlyList<Acl> acl, ZnodePermissions wanted, IReadOnlyList<Identity> identities)
    {
        if (ReferenceEquals(acl, Acl.OpenUnsafe) || acl.Count == 0) return true;
        foreach (var identity in identities)
        {
            if (identity.Scheme == "super") return true;
        }

        foreach (var entry in acl)
        {
            if ((entry.Permissions & wanted) == ZnodePermissions.None) continue;
            if (entry is { Scheme: "world", Id: "anyone" }) return true;
            foreach (var identity in identities)
            {
                if (identity.Scheme == entry.Scheme && Matches(entry, identity.Id)) return true;
            }
        }

        return false;
    }

    /// <summary>What a reader without ADMIN is shown: hashes of passwords are blanked.</summary>
    public static IReadOnlyList<Acl> Masked(IReadOnlyList<Acl> acl) =>
        [.. acl.Select(a => a.Scheme == DigestAuth.Scheme ? a with { Id = a.Id[..(a.Id.IndexOf(':') + 1)] + "x" } : a)];

    private static void AddCallers(ZnodePermissions permissions, IReadOnlyList<Identity> identities, List<Acl> kept)
    {
        foreach (var identity in identities)
        {
            // An address is no authentication: only digest identities count for "auth".
            if (identity.Scheme != DigestAuth.Scheme) continue;
            var entry = new Acl(permissions, identity.Scheme, identity.Id);
            if (!kept.Contains(entry)) kept.Add(entry);
        }
    }

    private static bool IsValid(Acl entry) => entry.Scheme switch
    {
        "world" => entry.Id == "anyone",
        "digest" => entry.Id.Split(':') is [_, { Length: > 0 }],
        "ip" => TryParseRange(entry.Id, out _, out _),
        _ => false,
    };

    private static bool Matches(Acl entry, string id) => entry.Scheme == "ip" ? InRange(entry.Id, id) : entry.Id == id;

    private static bool InRange(string range, string address)
    {
        if (!TryParseRange(range, out var network, out var bits) || !TryParseAddress(address, out var candidate)) return false;
        return bits == 0 || (network ^ candidate) >> (32 - bits) == 0;
    }

    // Addresses of version 4 only, as in 3.8.
    private static bool TryParseRange(string range, out uint network, out int bits)
    {
        var slash = range.IndexOf('/');
        bits = 32;
        return TryParseAddress(slash < 0 ? range : range[..slash], out network)
            && (slash < 0 || (int.TryParse(range.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out bits) && bits <= 32));
    }

    private static bool TryParseAddress(string text, out uint address)
    {
        address = 0;
        if (text.Count(c => c == '.') != 3 || !IPAddress.TryParse(text, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetwork) return false;
        address = BinaryPrimitives.ReadUInt32BigEndian(parsed.GetAddressBytes());
        return true;
    }
}
