namespace ChefActors.Core.Configuration;

/// <summary>Guesses which key was meant.</summary>
public static class NearestKey
{
    /// <summary>The known key with the fewest changed letters, if they are few; else one with the same last part; else null.</summary>
    public static string? Of(string key, IEnumerable<string> known)
    {
        var last = key[(key.LastIndexOf('.') + 1)..];
        return known
            .Select(k => (Key: k, Distance: Distance(key, k), SameEnd: k.EndsWith("." + last, StringComparison.Ordinal)))
            .Where(k => k.Distance <= 1 + (last.Length / 3) || k.SameEnd)
            .OrderBy(k => k.Distance).ThenBy(k => k.Key, StringComparer.Ordinal)
            .Select(k => k.Key)
            .FirstOrDefault();
    }

    /// <summary>Levenshtein's: letters to insert, delete or replace.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
