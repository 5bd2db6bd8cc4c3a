using Holdfast.Domain.Destinations.Addresses;

namespace Holdfast.Domain.Tests.Destinations.Addresses.Vectors;

/// <summary>"Examples of Address Translation" in the Bitcoin Cash specification `spec/cashaddr.md`.</summary>
public sealed class CashAddrTranslation
{
    [Theory]
    [InlineData("1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu", "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a")]
    [InlineData("1KXrWXciRDZUpQwQmuM1DbwsKDLYAYsVLR", "bitcoincash:qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy")]
    [InlineData("16w1D5WRVKJuZUsSRzdLp9w3YGcgoxDXb", "bitcoincash:qqq3728yw0y47sqn6l2na30mcw6zm78dzqre909m2r")]
    [InlineData("3CWFddi6m4ndiGyKqzYvsFYagqDLPVMTzC", "bitcoincash:ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq")]
    [InlineData("3LDsS579y7sruadqu11beEJoTjdFiFCdX4", "bitcoincash:pr95sy3j9xwd2ap32xkykttr4cvcu7as4yc93ky28e")]
    [InlineData("31nwvkZwyPdgzjBJZXfDmSWsC4ZLKpYyUw", "bitcoincash:pqq3728yw0y47sqn6l2na30mcw6zm78dzq5ucqzc37")]
    public void An_old_address_becomes_its_cash_address(string old, string cash)
    {
        Assert.Equal(cash, AddressReader.Read("BITCOINCASH", old, null).Address?.Address);
        Assert.Equal(cash, AddressReader.Read("BITCOINCASH", cash, null).Address?.Address);
    }
}
