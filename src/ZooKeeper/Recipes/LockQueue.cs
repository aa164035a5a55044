using System.Globalization;

namespace ChefActors.ZooKeeper.Recipes;

/// <summary>The order of those that want a lock, by the numbers that the server appended to their names. Pure.</summary>
internal static class LockQueue
{
    private const int Digits = 10;

    /// <summary>Names that have a number, in its order. The server's counter is 32 bits wide and becomes negative after 2^31 places; the order holds over that as long as fewer wait.</summary>
    internal static IReadOnlyList<string> Order(IEnumerable<string> names)
    {
        var numbered = names.Select(name => (Name: name, Number: NumberOf(name))).Where(place => place.Number is not null).ToList();
        if (numbered.Count == 0) return [];
        var first = numbered[0].Number!.Value;
        return [.. numbered.OrderBy(place => unchecked(place.Number!.Value - first)).ThenBy(place => place.Name, StringComparer.Ordinal).Select(place => place.Name)];
    }

    /// <summary>Whether a place is there, and who stands right before it.</summary>
    internal static (bool IsThere, string? Predecessor) Before(IEnumerable<string> names, string place)
    {
        string? before = null;
        foreach (var name in Order(names))
        {
            if (name == place) return (true, before);
            before = name;
        }

        return (false, null);
    }

    /// <summary>The number at a name's end, as the server formats its counter (<c>%010d</c>); null: it has none.</summary>
    private static int? NumberOf(string name)
    {
        if (name.Length < Digits) return null;
        var number = name.AsSpan(name.Length - Digits);

        // A negative number of ten digits is one character longer: a second dash before it is its sign.
        if (name.Length >= Digits + 2 && number[0] != '-' && name.AsSpan(name.Length - Digits - 2, 2) is "--") number = name.AsSpan(name.Length - Digits - 1);
        return int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && number[0] != '+' ? value : null;
    }
}
